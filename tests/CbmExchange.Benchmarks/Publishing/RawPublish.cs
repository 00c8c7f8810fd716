using System.Globalization;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Testing;
using Npgsql;
using NpgsqlTypes;

namespace CbmExchange.Benchmarks.Publishing;

/// <summary>
/// The limit of publishing: the rows of one clearance and one release, of the same bytes, into the store's own tables
/// by one prepared statement and one commit for each of the two commands, from one connection; nothing decided,
/// signed, checked, ordered or answered.
/// </summary>
internal sealed class RawPublish : IAsyncDisposable
{
    private const string EventText = """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type,
                               correlation_id, user_name)
        values (nextval('mt_events_sequence'), $1, $2, $3, $4, $5, $6, 'dotnet', 'bench', 'officer')
        """;

    private const string CommandText =
        "insert into cbm_commands (command_id, attempt, recorded_at, result) values ($7, $8, $6, $9)";

    private const string EntriesText = """
        insert into cbm_peer_entries (stream, index, entry, statement, leaf, disclosures)
        select stream, $10, $11, $12, $13, $14 from generate_series(1, $15) stream
        """;

    private readonly NpgsqlDataSource source;
    private readonly IReadOnlyDictionary<string, Row> events;
    private readonly Entry entry;
    private long index;

    private RawPublish(NpgsqlDataSource source, IReadOnlyDictionary<string, Row> events, Entry entry) =>
        (this.source, this.events, this.entry) = (source, events, entry);

    /// <summary>Makes the tables, and takes the bytes from what the node wrote for the same two commands.</summary>
    public static async Task<RawPublish> MakeAsync(
        PostgresFixture postgres, BenchNode node, PublishBenchmark.Publisher publisher)
    {
        var record = await publisher.PublishAsync(await publisher.SubmittedAsync().ConfigureAwait(false), 1)
            .ConfigureAwait(false);
        var schema = postgres.NewSchema();
        await using (await postgres.OpenStoreAsync(schema: schema).ConfigureAwait(false))
        {
            // Opening makes the tables.
        }

        var text = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            SearchPath = schema,
            MaxPoolSize = 1,
            MaxAutoPrepare = 8,
            AutoPrepareMinUsages = 1,
        };
        return new RawPublish(
            NpgsqlDataSource.Create(text.ConnectionString),
            await EventsAsync(node, record).ConfigureAwait(false),
            await EntryAsync(node).ConfigureAwait(false));
    }

    /// <summary>The rows of one clearance, then those of one release.</summary>
    public async Task PublishAsync(int recipients)
    {
        var stream = "record-" + Guid.NewGuid().ToString();
        await using (var clear = Command($"with e as ({EventText}) {CommandText}", stream, 3, "record_cleared"))
        {
            await clear.ExecuteNonQueryAsync().ConfigureAwait(false);
        }

        await using var release = Command(
            $"with e as ({EventText}), c as ({CommandText}) {EntriesText}", stream, 4, "record_released");
        release.Parameters.Add(new() { Value = Interlocked.Increment(ref index) });
        release.Parameters.Add(new() { Value = entry.Bytes });
        release.Parameters.Add(new() { Value = entry.Statement });
        release.Parameters.Add(new() { Value = entry.Leaf });
        release.Parameters.Add(new() { Value = entry.Disclosures });
        release.Parameters.Add(new() { Value = recipients });
        await release.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private NpgsqlCommand Command(string text, string stream, long version, string type)
    {
        var command = source.CreateCommand(text);
        command.Parameters.Add(new() { Value = Guid.NewGuid() });
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = version });
        command.Parameters.Add(new() { Value = events[type].Data, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = type });
        command.Parameters.Add(new() { Value = TimeProvider.System.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new() { Value = Guid.NewGuid() });
        command.Parameters.Add(new() { Value = Guid.NewGuid() });
        command.Parameters.Add(new() { Value = events[type].Result, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return command;
    }

    private static async Task<IReadOnlyDictionary<string, Row>> EventsAsync(BenchNode node, string record)
    {
        await using var source = NpgsqlDataSource.Create(node.Home.ConnectionString);
        await using var command = source.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"""
            select e.type, e.data::text, c.result::text
              from cbm.mt_events e join cbm.cbm_commands c on (c.result->>'first')::bigint = e.seq_id
             where e.stream_id = 'record-{record}' and e.type in ('record_cleared', 'record_released')
            """));
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var found = new Dictionary<string, Row>(StringComparer.Ordinal);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            found[reader.GetString(0)] = new Row(reader.GetString(1), reader.GetString(2));
        }

        return found;
    }

    private static async Task<Entry> EntryAsync(BenchNode node)
    {
        await using var source = NpgsqlDataSource.Create(node.Home.ConnectionString);
        await using var command = source.CreateCommand(
            "select entry, statement, leaf, disclosures from cbm.cbm_peer_entries limit 1");
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        return new Entry(
            reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2),
            reader.GetFieldValue<byte[]>(3));
    }

    private sealed record Row(string Data, string Result);

    private sealed record Entry(byte[] Bytes, byte[] Statement, byte[] Leaf, byte[] Disclosures);
}
