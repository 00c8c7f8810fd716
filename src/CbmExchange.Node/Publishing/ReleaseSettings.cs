using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Participants;

namespace CbmExchange.Node.Publishing;

/// <summary>What this node knows besides the record when it releases.</summary>
internal sealed class ReleaseSettings(
    NodeIdentity self, ParticipantTable participants, OwnRecordTable records, IHeldRecords held)
{
    /// <summary>As of now, for one record.</summary>
    public async Task<ReleaseSetting> OfAsync(RecordState record, CancellationToken cancellationToken)
    {
        var quoted = record.InReplyTo is { } target
            ? await held.FindAsync(target.RecordId.Value, cancellationToken).ConfigureAwait(false)
            : null;
        return new ReleaseSetting
        {
            Self = self.Participant,
            Participants = participants.State,
            Held = records.Given,
            HoldersOfCase = record.NewestCleared is { } cleared
                ? records.HoldersOf(RecordStates.Text(cleared.Content, ContentDefaults.CaseIdField))
                : [],
            Quoted = quoted is null
                ? []
                : [new QuotedItem(quoted.Header.RecordId, quoted.Header.Originator, quoted.Onward)],
        };
    }

    /// <summary>True when the participant was given the record.</summary>
    public bool Holds(ParticipantId participant, RecordId record) =>
        records.Given.TryGetValue(participant, out var given) && given.Contains(record);
}
