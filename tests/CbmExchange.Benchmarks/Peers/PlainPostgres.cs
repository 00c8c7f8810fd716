using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Store;
using Npgsql;
using NpgsqlTypes;

namespace CbmExchange.Benchmarks.Peers;

/// <summary>The work on one table of PostgreSQL and LISTEN, as one would write it in an afternoon.</summary>
internal sealed class PlainPostgres : IAsyncDisposable
{
    private const int Callers = 32;
    private const int Subscribers = 100;
    private const int Releases = 20;

    private const string Traits = "durable before ack, not verified by the recipient, not filtered: who may read the "
        + "table reads all of it";

    private static readonly string Record = Rows.Content.Claims.GetRawText();

    private readonly NpgsqlDataSource source;
    private readonly string schema;
    private int published;

    private PlainPostgres(NpgsqlDataSource source, string schema) => (this.source, this.schema) = (source, schema);

    /// <summary>Measures once.</summary>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(BenchRun run)
    {
        var schema = run.Postgres.NewSchema();
        await run.Postgres.QueryAsync(
            $"create schema {schema}; create table {schema}.records (number int primary key, data jsonb)")
            .ConfigureAwait(false);
        var text = new NpgsqlConnectionStringBuilder(run.Postgres.ConnectionString)
        {
            SearchPath = schema,
            MaxPoolSize = Callers + Subscribers,
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 1,
        };
        await using var plain = new PlainPostgres(NpgsqlDataSource.Create(text.ConnectionString), schema);
        var publish = await Stopped.RateAsync(Callers, run.Turn, _ => plain.PublishAsync()).ConfigureAwait(false);
        var catchUp = await plain.CatchUpAsync().ConfigureAwait(false);
        var fanOut = await plain.FanOutAsync().ConfigureAwait(false);
        var lookup = await plain.LookupAsync(run.Turn).ConfigureAwait(false);
        return
        [
            Alone("publish", "records/s", publish, $"{Callers} connections, one insert and NOTIFY per commit"),
            Alone("catchup", "records/s", catchUp, "one reader selects all, keeps them in memory"),
            Alone("fanout.p99", "ms", fanOut, $"published until {Subscribers} listeners were told and read the row"),
            Alone("lookup.p99", "ms", lookup, $"{Callers} callers, by primary key"),
        ];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static Figure Alone(string key, string unit, double value, string note) =>
        new($"peers.postgres.{key}", value, unit, null, null, $"{note}; {Traits}");

    private async Task<int> PublishAsync()
    {
        var number = Interlocked.Increment(ref published);
        await using var command = source.CreateCommand(
            $"with row as (insert into records values ($1, $2)) select pg_notify('{schema}', $1::text)");
        command.Parameters.Add(new() { Value = number });
        command.Parameters.Add(new() { Value = Record, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        return number;
    }

    private async Task<double> CatchUpAsync()
    {
        await using var command = source.CreateCommand("select data::text from records order by number");
        var rows = new List<string>();
        var start = Stopwatch.GetTimestamp();
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            rows.Add(reader.GetString(0));
        }

        return rows.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task<double> FanOutAsync()
    {
        var delays = new Samples();
        var listeners = new NpgsqlConnection[Subscribers];
        for (var index = 0; index < Subscribers; index++)
        {
            listeners[index] = await source.OpenConnectionAsync().ConfigureAwait(false);
            await using var listen = new NpgsqlCommand($"listen {schema}", listeners[index]);
            await listen.ExecuteNonQueryAsync().ConfigureAwait(false);
        }

        for (var release = 0; release < Releases; release++)
        {
            var start = Stopwatch.GetTimestamp();
            var told = listeners.Select(async listener =>
            {
                await listener.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                await FindAsync(published, listener).ConfigureAwait(false);
                delays.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }).ToList();
            await PublishAsync().ConfigureAwait(false);
            await Task.WhenAll(told).ConfigureAwait(false);
        }

        foreach (var listener in listeners)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }

        return delays.At(0.99);
    }

    private async Task<double> LookupAsync(TimeSpan turn)
    {
        var times = new Samples();
        await Stopped.RateAsync(Callers, turn, async caller =>
        {
            var start = Stopwatch.GetTimestamp();
            await using var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
            await FindAsync((times.Count + caller) % published + 1, connection).ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }).ConfigureAwait(false);
        return times.At(0.99);
    }

    private static async Task FindAsync(int number, NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select data::text from records where number = $1", connection);
        command.Parameters.Add(new() { Value = number });
        if (await command.ExecuteScalarAsync().ConfigureAwait(false) is null)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"Record {number} is not there."));
        }
    }
}
