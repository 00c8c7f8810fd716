using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Home;
using CbmExchange.Node.Participants;
using Grpc.Core;

namespace CbmExchange.Node.Publishing;

/// <summary>What this node knows besides the record when it releases.</summary>
internal sealed class ReleaseSettings(
    NodeIdentity self, NodeSettings settings, ParticipantTable participants, OwnRecordTable records, IHeldRecords held,
    IKnownExercises exercises)
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
            HasPublicPage = settings.Listeners.Public is not null,
            Held = await WithOwnersAsync(record, cancellationToken).ConfigureAwait(false),
            HoldersOfCase = record.NewestCleared is { } cleared
                ? records.HoldersOf(RecordStates.Text(cleared.Content, ContentDefaults.CaseIdField))
                : [],
            Quoted = quoted is null
                ? []
                : [new QuotedItem(quoted.Header.RecordId, quoted.Header.Originator, quoted.Onward)],
            Exercises = await exercises.OfAsync(record.Header, cancellationToken).ConfigureAwait(false),
        };
    }

    // Whoever wrote a record holds it, so a pointer to it is not stripped for its author.
    private async Task<ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>>> WithOwnersAsync(
        RecordState record, CancellationToken cancellationToken)
    {
        var all = records.Given;
        foreach (var target in record.NewestCleared is { } cleared ? RecordCatalogue.TargetsOf(cleared.Content) : [])
        {
            if (records.Find(target.Value) is null
                && await OwnerAsync(target, cancellationToken).ConfigureAwait(false) is { } owner)
            {
                all = all.SetItem(owner, all.GetValueOrDefault(owner, []).Add(target));
            }
        }

        return all;
    }

    // An id that two participants use names neither for sure: the pointer is stripped, and the release goes on.
    private async Task<ParticipantId?> OwnerAsync(RecordId target, CancellationToken cancellationToken)
    {
        try
        {
            return (await held.FindAsync(target.Value, cancellationToken).ConfigureAwait(false))?.Header.Originator;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
        {
            return null;
        }
    }

    /// <summary>True when the participant was given the record.</summary>
    public bool Holds(ParticipantId participant, RecordId record) =>
        records.Given.TryGetValue(participant, out var given) && given.Contains(record);
}
