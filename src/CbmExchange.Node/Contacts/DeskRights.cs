using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Library;
using CbmExchange.Node.Officers;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// A TLP:RED message for a named desk is read there only (domain.md §4.21: 32). An officer belongs to the own contacts
/// whose office is called as the officer's own desk; where nobody of this node belongs to the desk, everybody reads: a
/// message is never lost to all.
/// </summary>
internal sealed class DeskRights(ContactDirectory directory, OfficerTable officers, NodeIdentity self)
{
    /// <summary>What somebody at another desk is told who would answer it.</summary>
    public static Refusal ForOtherDesk { get; } = new(
        RefusalKind.PermissionDenied, "FOR_OTHER_DESK", "This message is for another desk of this node.");

    /// <summary>True when a held message is for a desk at which the officer is not.</summary>
    public bool IsForOther(OfficerCall call, RecordHeader header, RecordContent content, IEnumerable<string> labels) =>
        header.Originator != self.Participant
        && IsClosed(call, labels, new MessageView(content).DesksAt(self.Participant));

    /// <summary>A record as the officer sees it: whole, or that there is one for another desk.</summary>
    public RecordView Seen(OfficerCall call, RecordView view)
    {
        var desks = DesksOf(view);
        return view.OriginatorId != self.Participant.Value && IsClosed(call, [view.Marking?.Tlp ?? ""], desks)
            ? Emptied(view, desks)
            : view;
    }

    // Made anew of what may be shown: what a view comes to hold later is not in it by itself.
    private RecordView Emptied(RecordView view, ImmutableArray<RecordId> desks) => new()
    {
        RecordId = view.RecordId,
        RecordType = view.RecordType,
        RecordFamily = view.RecordFamily,
        OriginatorId = view.OriginatorId,
        Originator = view.Originator,
        Context = view.Context,
        ExerciseId = view.ExerciseId,
        State = view.State,
        Marking = new Marking { Tlp = view.Marking.Tlp },
        ReceivedAt = view.ReceivedAt,
        SignatureState = view.SignatureState,
        Notice = Instead(
            desks, view.Body.IncidentNotification.Precedence, view.Body.IncidentNotification.ReferenceNumber)
            + (view.Notice.Length > 0 ? $". {view.Notice}" : ""),
    };

    /// <summary>True when a view was emptied for this officer.</summary>
    public static bool IsEmptied(RecordView view) => view.Body is null && view.Notice.Length > 0;

    /// <summary>"message for desk Duty Centre, precedence immediate, XB-2026-7K3QD4": all that others see.</summary>
    public string Instead(RecordContent content, string? reference)
    {
        var message = new MessageView(content);
        return Instead(message.DesksAt(self.Participant), message.Precedence, reference);
    }

    /// <summary>The same of what somebody at the desk said about such a message; empty for who may read that.</summary>
    public string Instead(OfficerCall call, ImmutableArray<RecordId> desks, string? precedence, string? reference) =>
        IsClosed(call, [Domain.Release.TlpLabels.Red], desks) ? Instead(desks, precedence, reference) : "";

    /// <summary>Desks of this node to which alone a record goes: named in it, and TLP:RED. None otherwise.</summary>
    public ImmutableArray<RecordId> ClosedTo(RecordView view) =>
        view.OriginatorId != self.Participant.Value && view.Marking?.Tlp == Domain.Release.TlpLabels.Red
            ? DesksOf(view)
            : [];

    private string Instead(ImmutableArray<RecordId> desks, string? precedence, string? reference) =>
        $"message for desk {string.Join(", ", desks.Select(NameOf).Distinct())}, "
            + $"precedence {(precedence is { Length: > 0 } ? precedence : "not stated")}, "
            + (reference is { Length: > 0 } ? reference : "without reference number");

    private ImmutableArray<RecordId> DesksOf(RecordView view) =>
        [
            .. (view.Body?.IncidentNotification?.Addressees ?? [])
                .Where(addressee => addressee.ParticipantId == self.Participant.Value && addressee.ContactId.Length > 0)
                .Select(addressee => new RecordId(addressee.ContactId)),
        ];

    private bool IsClosed(OfficerCall call, IEnumerable<string> labels, ImmutableArray<RecordId> desks) =>
        !desks.IsEmpty
        && labels.Contains(Domain.Release.TlpLabels.Red)
        && !desks.Any(desk => IsAt(call.Seat.Label, desk))
        && officers.All.Any(officer => !officer.Roles.IsEmpty && desks.Any(desk => IsAt(officer.Label, desk)));

    private bool IsAt(string label, RecordId desk) =>
        Own(desk)?.Contact.OfficeName.Any(name =>
            string.Equals(name.Text_, label, StringComparison.OrdinalIgnoreCase)) == true;

    private string NameOf(RecordId desk) =>
        Own(desk) is { } held ? Texts.Best(held.Contact.OfficeName, "en") : "not known here";

    private HeldContact? Own(RecordId desk) =>
        directory.Of(self.Participant).FirstOrDefault(held => held.Row.Header.RecordId == desk);
}
