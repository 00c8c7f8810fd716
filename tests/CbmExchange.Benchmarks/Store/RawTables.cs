using System.Globalization;
using CbmExchange.Store;
using CbmExchange.Testing;
using Npgsql;
using NpgsqlTypes;

namespace CbmExchange.Benchmarks.Store;

/// <summary>
/// The limit of the append benchmarks: the store's own tables and indexes in a schema of their own, written with what
/// PostgreSQL and its driver offer, without checks, order or answers.
/// </summary>
internal sealed class RawTables : IAsyncDisposable
{
    private const string InsertText = """
        with s as (insert into mt_streams (id, version, timestamp, created) values ($1, 1, $2, $2)),
             c as (insert into cbm_commands (command_id, attempt, recorded_at, result) values ($3, $4, $2, $5))
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type,
                               correlation_id, user_name)
        values (nextval('mt_events_sequence'), $6, $1, 1, $7, $8, $2, $9, $10, $11)
        """;

    private const string CopyText = """
        copy mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id,
                        user_name) from stdin (format binary)
        """;

    // Above what the sequence of the single statements reaches.
    private const long FirstCopied = 1L << 40;

    private readonly NpgsqlDataSource source;
    private readonly Row row;
    private long copied = FirstCopied;

    private RawTables(NpgsqlDataSource source, Row row) => (this.source, this.row) = (source, row);

    /// <summary>Connections of the single statements (the figure).</summary>
    public const int Connections = 8;

    /// <summary>
    /// Makes the tables, and takes the bytes of one row from what the store wrote for the same command.
    /// </summary>
    public static async Task<RawTables> MakeAsync(PostgresFixture postgres, string storeSchema)
    {
        var schema = postgres.NewSchema();
        await using (await postgres.OpenStoreAsync(schema: schema).ConfigureAwait(false))
        {
            // Opening makes the tables.
        }

        var builder = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            SearchPath = schema,
            MaxPoolSize = Connections,
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 1,
        };
        return new RawTables(NpgsqlDataSource.Create(builder.ConnectionString), await ReadAsync(postgres, storeSchema)
            .ConfigureAwait(false));
    }

    /// <summary>One prepared statement with a commit of its own.</summary>
    public async Task InsertAsync(DateTime at)
    {
        await using var command = source.CreateCommand(InsertText);
        command.Parameters.Add(new() { Value = "record-" + Guid.NewGuid().ToString() });
        command.Parameters.Add(new() { Value = at });
        command.Parameters.Add(new() { Value = Guid.NewGuid() });
        command.Parameters.Add(new() { Value = Guid.NewGuid() });
        command.Parameters.Add(new() { Value = row.Result, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = Guid.NewGuid() });
        command.Parameters.Add(new() { Value = row.Data, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = row.Type });
        command.Parameters.Add(new() { Value = row.DotNetType });
        command.Parameters.Add(new() { Value = "bench" });
        command.Parameters.Add(new() { Value = "officer" });
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>COPY of a batch with a commit of its own: events only, without stream and command rows.</summary>
    public async Task CopyAsync(int count, DateTime at)
    {
        await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using var copy = await connection.BeginBinaryImportAsync(CopyText).ConfigureAwait(false);
        var stream = "record-" + Guid.NewGuid().ToString();
        for (var index = 1L; index <= count; index++)
        {
            await copy.StartRowAsync().ConfigureAwait(false);
            await copy.WriteAsync(Interlocked.Increment(ref copied), NpgsqlDbType.Bigint).ConfigureAwait(false);
            await copy.WriteAsync(Guid.NewGuid(), NpgsqlDbType.Uuid).ConfigureAwait(false);
            await copy.WriteAsync(stream, NpgsqlDbType.Varchar).ConfigureAwait(false);
            await copy.WriteAsync(index, NpgsqlDbType.Bigint).ConfigureAwait(false);
            await copy.WriteAsync(row.Data, NpgsqlDbType.Jsonb).ConfigureAwait(false);
            await copy.WriteAsync(row.Type, NpgsqlDbType.Varchar).ConfigureAwait(false);
            await copy.WriteAsync(at, NpgsqlDbType.TimestampTz).ConfigureAwait(false);
            await copy.WriteAsync(row.DotNetType, NpgsqlDbType.Varchar).ConfigureAwait(false);
            await copy.WriteAsync("bench", NpgsqlDbType.Varchar).ConfigureAwait(false);
            await copy.WriteAsync("officer", NpgsqlDbType.Varchar).ConfigureAwait(false);
        }

        await copy.CompleteAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static async Task<Row> ReadAsync(PostgresFixture postgres, string schema)
    {
        async Task<string> TextAsync(string expression, string table) => Convert.ToString(
            await postgres.QueryAsync($"select {expression} from {schema}.{table} limit 1").ConfigureAwait(false),
            CultureInfo.InvariantCulture)!;
        return new Row(
            await TextAsync("data::text", "mt_events").ConfigureAwait(false),
            await TextAsync("type", "mt_events").ConfigureAwait(false),
            await TextAsync("mt_dotnet_type", "mt_events").ConfigureAwait(false),
            await TextAsync("result::text", "cbm_commands").ConfigureAwait(false));
    }

    private sealed record Row(string Data, string Type, string DotNetType, string Result);
}
