using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Home;
using CbmExchange.Node.Participants;
using Grpc.Core;

namespace CbmExchange.Node.Publishing;

/// <summary>What this node knows besides the record when it releases.</summary>
internal sealed class ReleaseSettings(
    NodeIdentity self, NodeSettings settings, ParticipantTable participants, OwnRecordTable records, IHeldRecords held,
    QuotedItems quoted, IKnownExercises exercises)
{
    /// <summary>Items that one record quotes: more would not be reviewed by a person.</summary>
    private const int QuotesCountMax = 50;

    /// <summary>As of now, for one record that quotes nothing but what it answers.</summary>
    public Task<ReleaseSetting> OfAsync(RecordState record, CancellationToken cancellationToken) =>
        OfAsync(record, [], cancellationToken);

    /// <summary>As of now, for one record and what its release says that it quotes.</summary>
    public async Task<ReleaseSetting> OfAsync(
        RecordState record, ImmutableArray<Quote> quotes, CancellationToken cancellationToken)
    {
        return new ReleaseSetting
        {
            Self = self.Participant,
            Participants = participants.State,
            HasPublicPage = settings.Listeners.Public is not null,
            Held = await WithOwnersAsync(record, cancellationToken).ConfigureAwait(false),
            HoldersOfCase = await HoldersOfCaseAsync(record, cancellationToken).ConfigureAwait(false),
            Quoted = await quoted.OfAsync(record, quotes, cancellationToken).ConfigureAwait(false),
            Exercises = await exercises.OfAsync(record.Header, cancellationToken).ConfigureAwait(false),
        };
    }

    // Whoever was given something of it, and whoever wrote something of it to us: nobody else is told the case.
    private async Task<ImmutableHashSet<ParticipantId>> HoldersOfCaseAsync(
        RecordState record, CancellationToken cancellationToken)
    {
        if (record.NewestCleared is not { } cleared
            || RecordStates.Text(cleared.Content, ContentDefaults.CaseIdField) is not { Length: > 0 } caseId)
        {
            return [];
        }

        return records.HoldersOf(caseId)
            .Union(await held.WritersOfCaseAsync(caseId, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// What a release says that it quotes; what this node does not hold, or the officer does not read, is not there.
    /// </summary>
    public async Task<Outcome<ImmutableArray<Quote>>> ReadAsync(
        OfficerCall call, IReadOnlyCollection<Contracts.Exchange.V1.Quote> quotes, CancellationToken cancellationToken)
    {
        var read = ImmutableArray.CreateBuilder<Quote>();
        foreach (var quote in quotes.Take(QuotesCountMax + 1))
        {
            var found = await held.FindAsync(quote.Record, cancellationToken).ConfigureAwait(false);
            if (found is null || read.Count == QuotesCountMax
                || !ReadRights.May(call.Seat.Roles, found.Header.RecordType, isOwn: false))
            {
                return Refusal.Invalid([
                    new FieldFault("quotes", "Each must name a record that this node holds of another; at most 50."),
                ]);
            }

            read.Add(new Quote(found.Header.RecordId, [.. quote.Parts]));
        }

        return read.ToImmutable();
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
