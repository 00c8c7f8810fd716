using System.Collections.Immutable;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Library;
using CbmExchange.Node.Officers;

namespace CbmExchange.Node.Cases;

/// <summary>
/// A TLP:RED message for a named desk is read there only (domain.md §4.21: 32). An officer belongs to the own contacts
/// whose office is called as the officer's own desk; where nobody of this node belongs to the desk, everybody reads: a
/// message is never lost to all.
/// </summary>
internal sealed class DeskRights(
    ContactDirectory directory, OfficerTable officers, NodeIdentity self)
{
    /// <summary>True when the record is for a desk at which the officer is not.</summary>
    public bool IsForOther(
        OfficerCall call, RecordHeader header, bool isOwn, RecordContent content, IEnumerable<string> labels)
    {
        if (isOwn || !RecordTypes.IsMessage(header.RecordType) || !labels.Contains(TlpLabels.Red))
        {
            return false;
        }

        var desks = new MessageView(content).DesksAt(self.Participant);
        return !desks.IsEmpty && !desks.Any(desk => IsAt(call.Seat.Label, desk))
            && officers.All.Any(officer => officer.Roles.Length > 0 && desks.Any(desk => IsAt(officer.Label, desk)));
    }

    /// <summary>"message for desk Duty Centre, precedence immediate, XB-2026-7K3QD4": all that others see.</summary>
    public string Instead(RecordContent content, string? reference)
    {
        var message = new MessageView(content);
        var names = message.DesksAt(self.Participant).Select(NameOf).Distinct();
        return $"message for desk {string.Join(", ", names)}, precedence {message.Precedence ?? "not stated"}, "
            + $"{reference ?? "without reference number"}";
    }

    private bool IsAt(string label, RecordId desk) =>
        Own(desk)?.Contact.OfficeName.Any(name =>
            string.Equals(name.Text_, label, StringComparison.OrdinalIgnoreCase)) == true;

    private string NameOf(RecordId desk) =>
        Own(desk) is { } held ? Texts.Best(held.Contact.OfficeName, "en") : "not known here";

    private HeldContact? Own(RecordId desk) =>
        directory.Of(self.Participant).FirstOrDefault(held => held.Row.Header.RecordId == desk);
}
