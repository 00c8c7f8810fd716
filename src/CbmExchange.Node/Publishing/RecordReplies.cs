using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>What a command on a record comes to.</summary>
internal static class RecordReplies
{
    /// <summary>The events of a command on the version that it was decided on, and the answer after them.</summary>
    public static Decision<RecordCommandReply> Decide(
        RecordState before, RecordId record, ImmutableArray<IEvent> events, DateTimeOffset now)
    {
        var after = events.Aggregate(before, (state, happened) => state.Apply(happened));
        return new Decision<RecordCommandReply>(StreamsOf(before, record, events), Of(after, now));
    }

    /// <summary>The append to the record's stream.</summary>
    public static ImmutableArray<StreamAppend> StreamsOf(
        RecordState before, RecordId record, ImmutableArray<IEvent> events) =>
        events.IsEmpty ? [] : [new StreamAppend(OwnRecordTable.StreamOf(record), before.Version, events)];

    /// <summary>How a record stands now.</summary>
    public static RecordCommandReply Of(RecordState record, DateTimeOffset now)
    {
        var reply = new RecordCommandReply
        {
            RecordId = record.Header!.RecordId.Value,
            HeldVersion = record.Version.Value,
            State = RecordStates.Of(record, now),
            ReferenceNumber = record.ReferenceNumber ?? "",
            ContentHash = record.Working is null ? record.NewestCleared?.Signed?.ContentHash.Hex ?? "" : "",
        };

        if (record.Departure is { } waiting)
        {
            reply.Warnings.Add($"Leaves at {waiting.LeavesAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z; until then it can be "
                + "recalled, and nobody is given anything.");
        }

        // Who still can change the content is told what to look at once more: author and releasing authority.
        if (record.Working is { } working)
        {
            reply.Warnings.AddRange(ContentWarnings.Of(working.Header.RecordType, working.Content));
        }

        return reply;
    }
}
