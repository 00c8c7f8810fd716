using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using RecordCommand = CbmExchange.Contracts.Exchange.V1.RecordCommand;

namespace CbmExchange.Node.Publishing;

/// <summary>A command on one own record that writes to its stream and to no other.</summary>
internal sealed class RecordRuns(
    CommandRunner commands, RecordLoader loader, OwnRecordTable records, OwnContactPointers pointers,
    TimeProvider time)
{
    /// <summary>
    /// The own record that a caller names by id or reference number; an unknown one is folded as empty.
    /// </summary>
    public RecordId IdOf(string idOrReference) => records.Find(idOrReference) ?? new RecordId(idOrReference);

    /// <summary>
    /// Loads the record, decides, appends, and answers how the record stands. Whoever may not know of the record reads
    /// what one reads who names none.
    /// </summary>
    public Task<RecordCommandReply> RunAsync(
        OfficerCall call, RecordCommandTarget target,
        Func<RecordState, StreamVersion, DateTimeOffset, Outcome<ImmutableArray<IEvent>>> decide,
        CancellationToken cancellationToken)
    {
        var id = IdOf(target.Record);
        return commands.RunAsync<RecordCommandReply>(
            call, target.CommandId,
            async () =>
            {
                var now = time.GetUtcNow();
                var state = await loader.LoadAsync(id, cancellationToken).ConfigureAwait(false);
                var decided = ReadRights.MayKnow(call, state)
                    ? decide(state, new StreamVersion(target.ExpectedVersion), now)
                    : Refusal.NotFound;
                return (decided.Refusal ?? pointers.RefusalOf(decided.Value)) is { } refusal
                    ? refusal
                    : RecordReplies.Decide(state, id, decided.Value, now);
            },
            cancellationToken, id.Value);
    }
}

/// <summary>What every command on a record names.</summary>
internal sealed record RecordCommandTarget(string CommandId, string Record, long ExpectedVersion)
{
    /// <summary>Of a command that says nothing else.</summary>
    public static RecordCommandTarget Of(RecordCommand request) =>
        new(request.CommandId, request.RecordId, request.ExpectedVersion);
}
