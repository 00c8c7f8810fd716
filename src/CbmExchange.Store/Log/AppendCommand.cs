using System.Text;
using CbmExchange.Domain;
using Npgsql;
using static CbmExchange.Store.Log.Sql;
using NpgsqlTypes;

namespace CbmExchange.Store.Log;

/// <summary>Lays a batch of requests out as the arrays of <c>cbm_append</c> (Migrations/Sql/0003-append.sql).</summary>
internal static class AppendCommand
{
    /// <summary>Separates disclosures; not in the base64url alphabet (RFC 9901 §4 uses it for the same).</summary>
    public const char DisclosureSeparator = '~';

    private const int ParameterCount = 52;

    private static readonly string Text =
        $"call cbm_append({string.Join(", ", Enumerable.Range(1, ParameterCount).Select(n => $"${n}"))}, null)";

    public static NpgsqlCommand Make(NpgsqlConnection connection, IReadOnlyList<EncodedRequest> requests)
    {
        var command = new NpgsqlCommand(Text, connection);
        AddCommands(command, requests);
        AddStreams(command, requests);
        AddEvents(command, requests);
        AddOutgoing(command, requests);
        AddIncoming(command, requests);
        AddEvidence(command, requests);
        return command;
    }

    public static byte[] JoinDisclosures(IEnumerable<string> disclosures) =>
        Encoding.ASCII.GetBytes(string.Join(DisclosureSeparator, disclosures));

    private static void AddCommands(NpgsqlCommand command, IReadOnlyList<EncodedRequest> requests)
    {
        Add(command, NpgsqlDbType.Uuid, requests, one => one.CommandId);
        Add(command, NpgsqlDbType.Uuid, requests, one => one.Attempt);
        Add(command, NpgsqlDbType.TimestampTz, requests, one => one.At.UtcDateTime);
        Add(command, NpgsqlDbType.Text, requests, one => one.Answer);
        Add(command, NpgsqlDbType.Text, requests, one => one.Metadata.CorrelationId);
        Add(command, NpgsqlDbType.Text, requests, one => one.Metadata.CausationId);
        Add(command, NpgsqlDbType.Text, requests, one => one.Metadata.UserName);
        Add(command, NpgsqlDbType.Text, requests, one => one.HeadersJson);
    }

    private static void AddStreams(NpgsqlCommand command, IReadOnlyList<EncodedRequest> requests)
    {
        var streams = Number(requests, one => one.Streams);
        Add(command, NpgsqlDbType.Integer, streams, one => one.Number);
        Add(command, NpgsqlDbType.Text, streams, one => one.Item.StreamId);
        Add(command, NpgsqlDbType.Bigint, streams, one => one.Item.Expected);
        Add(command, NpgsqlDbType.Integer, streams, one => one.Item.Events.Count);
    }

    private static void AddEvents(NpgsqlCommand command, IReadOnlyList<EncodedRequest> requests)
    {
        var streams = requests.SelectMany(one => one.Streams).ToList();
        var events = Number(streams, one => one.Events);
        Add(command, NpgsqlDbType.Integer, events, one => one.Number);
        Add(command, NpgsqlDbType.Integer, events, one => one.Ordinal + 1);
        Add(command, NpgsqlDbType.Integer, PlacesOf(requests), one => one);
        Add(command, NpgsqlDbType.Uuid, events, one => one.Item.Id);
        Add(command, NpgsqlDbType.Text, events, one => one.Item.Alias);
        Add(command, NpgsqlDbType.Text, events, one => one.Item.DotNetType);
        Add(command, NpgsqlDbType.Text, events, one => one.Item.Json);
    }

    /// <summary>Each event's place among the events of its request, from 0, streams in their order.</summary>
    private static List<int> PlacesOf(IReadOnlyList<EncodedRequest> requests) =>
        [.. requests.SelectMany(one => Enumerable.Range(0, one.Streams.Sum(stream => stream.Events.Count)))];

    private static void AddOutgoing(NpgsqlCommand command, IReadOnlyList<EncodedRequest> requests)
    {
        var openings = Number(requests, one => one.Openings);
        Add(command, NpgsqlDbType.Integer, openings, one => one.Number);
        Add(command, NpgsqlDbType.Text, openings, one => one.Item.Stream.Originator.Value);
        Add(command, NpgsqlDbType.Text, openings, one => one.Item.Stream.Recipient.Value);
        Add(command, NpgsqlDbType.Integer, openings, one => one.Item.Stream.Generation);
        Add(command, NpgsqlDbType.Bigint, openings, one => one.Item.SizeBefore.Value);

        // A stream that this very call opens has no number yet: minus its place among the openings stands for it.
        var entries = Number(requests, one => one.Outgoing)
            .SelectMany(append => append.Item.Append.Entries, (append, entry) =>
                (append.Number, Stream: append.Item.Number, Entry: entry))
            .Concat(openings.SelectMany((opening, place) =>
                opening.Item.Entries.Select(entry => (opening.Number, Stream: -place - 1, Entry: entry))))
            .ToList();
        Add(command, NpgsqlDbType.Integer, entries, one => one.Number);
        Add(command, NpgsqlDbType.Integer, entries, one => one.Stream);
        Add(command, NpgsqlDbType.Bytea, entries, one => one.Entry.Entry);
        Add(command, NpgsqlDbType.Bytea, entries, one => one.Entry.Statement);
        Add(command, NpgsqlDbType.Bytea, entries, one => one.Entry.LeafHash);
        Add(command, NpgsqlDbType.Bytea, entries, one => JoinDisclosures(one.Entry.Disclosures));
    }

    private static void AddIncoming(NpgsqlCommand command, IReadOnlyList<EncodedRequest> requests)
    {
        var batches = Number(requests, one => one.Incoming);
        Add(command, NpgsqlDbType.Integer, batches, one => one.Number);
        Add(command, NpgsqlDbType.Integer, batches, one => one.Item.Number);
        Add(command, NpgsqlDbType.Bigint, batches, one => one.Item.Batch.FirstIndex);
        Add(command, NpgsqlDbType.Integer, batches, one => one.Item.Batch.Entries.Length);
        Add(command, NpgsqlDbType.Bytea, batches, one => one.Item.Batch.Head.Checkpoint);
        Add(command, NpgsqlDbType.Bytea, batches, one => one.Item.Batch.Head.Range.ToBytes());
        Add(command, NpgsqlDbType.TimestampTz, batches, one => one.Item.Batch.Head.SignedAt.UtcDateTime);

        var entries = Number(batches, one => one.Item.Batch.Entries);
        Add(command, NpgsqlDbType.Integer, entries, one => one.Number);
        Add(command, NpgsqlDbType.Integer, entries, one => one.Ordinal);
        Add(command, NpgsqlDbType.Bytea, entries, one => one.Item.Sealed.Entry.Memory);
        Add(command, NpgsqlDbType.Bytea, entries, one => one.Item.Sealed.Statement.Memory);
        Add(command, NpgsqlDbType.Bytea, entries, one => one.Item.LeafHash);
        Add(command, NpgsqlDbType.Bytea, entries, one => JoinDisclosures(one.Item.Sealed.Disclosures));
    }

    private static void AddEvidence(NpgsqlCommand command, IReadOnlyList<EncodedRequest> requests)
    {
        var evidence = Number(requests, one => one.Evidence);
        Add(command, NpgsqlDbType.Integer, evidence, one => one.Number);
        Add(command, NpgsqlDbType.Uuid, evidence, one => one.Item.Id);
        Add(command, NpgsqlDbType.Text, evidence, one => one.Item.Peer.Value);
        Add(command, NpgsqlDbType.Text, evidence, one => one.Item.Fault);
        Add(command, NpgsqlDbType.Text, evidence, one => one.Item.Sentence);
        Add(command, NpgsqlDbType.Bytea, evidence, one => EvidenceBytes.HashOf(one.Item));
        Add(command, NpgsqlDbType.Bigint, evidence, one => (long)one.Item.Bytes.Length);
        Add(command, NpgsqlDbType.Bytea, evidence, one => EvidenceBytes.KeptOf(one.Item));
        command.Parameters.Add(P(StoreLimits.EvidenceKeptCountMax));
    }

    /// <summary>Children with the number of their parent (from 1) and their place in it (from 0).</summary>
    private static List<(int Number, int Ordinal, TItem Item)> Number<TParent, TItem>(
        IEnumerable<TParent> parents, Func<TParent, IEnumerable<TItem>> children) =>
        [.. parents.SelectMany((parent, index) =>
            children(parent).Select((item, ordinal) => (index + 1, ordinal, item)))];

    private static void Add<TItem, TValue>(
        NpgsqlCommand command, NpgsqlDbType type, IReadOnlyList<TItem> items, Func<TItem, TValue> value)
    {
        var values = new TValue[items.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = value(items[index]);
        }

        command.Parameters.Add(
            new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
