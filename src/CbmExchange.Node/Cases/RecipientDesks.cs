using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Contacts;
using CbmExchange.Store.Cases;

namespace CbmExchange.Node.Cases;

/// <summary>The desk of a recipient at which a receipt is looked for, from the directory in memory.</summary>
internal sealed class RecipientDesks(ContactDirectory directory)
{
    /// <summary>Contacts of a participant, as Domain decides on them.</summary>
    public ImmutableArray<ContactEntry> EntriesOf(ParticipantId participant) =>
        [.. directory.Of(participant).Select(directory.EntryOf)];

    /// <summary>
    /// Until when a receipt is looked for: by the hours of the contact that the message names, else of the first whom a
    /// lookup names.
    /// </summary>
    public ReceiptTimer TimerOf(AwaitedRow row)
    {
        var entries = EntriesOf(row.Recipient);
        var named = row.Contact is { } contact ? entries.FirstOrDefault(entry => entry.RecordId == contact) : null;
        named ??= ContactLookup.Lookup(
                new ContactQuestion { At = row.ReleasedAt, Precedence = row.Precedence, CountMax = 1 },
                entries, [], Policies.Default)
            .Nominated.FirstOrDefault()?.Entry;
        return ReceiptTimer.Of(row.Precedence, row.ReleasedAt, named?.View.DutyHours, Policies.Default);
    }
}
