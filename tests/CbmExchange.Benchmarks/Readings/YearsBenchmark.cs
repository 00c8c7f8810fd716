using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Benchmarks.Readings;

/// <summary>
/// Twenty years of a node in a body of 57 States: what it released to the others and what they released to it, folded
/// as it came, and then rebuilt from zero. The rebuilt tables must hold the same rows, to the letter.
/// </summary>
internal sealed class YearsBenchmark : IBenchmark
{
    private const int States = 57;
    private const int YearsUsual = 20;
    private const int YearsQuick = 2;
    private const int OwnRecordsOfAYear = 14;

    /// <summary>"In minutes": a rebuild while a desk waits for its coffee.</summary>
    private const double MinutesMax = 5;

    /// <inheritdoc/>
    public string Name => "years";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        var years = run.Turn < TimeSpan.FromSeconds(2) ? YearsQuick : YearsUsual;
        await using var node = await BenchNode.StartAsync(run.Postgres).ConfigureAwait(false);
        await using var store = await run.Postgres.OpenStoreAsync().ConfigureAwait(false);
        var (entries, keys) = await FillAsync(node, store, years).ConfigureAwait(false);
        PeerKeysOf keysOf = (participant, _, _) => ValueTask.FromResult(keys.GetValueOrDefault(participant));
        var projection = new ReadingsProjection(store.PeerStreams, keysOf);
        var runner = new ProjectionRunner(store, [projection], NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync().ConfigureAwait(false);
        await runner.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        var schema = projection.SchemaIn(store.Connections.Schema);
        var before = await RowsAsync(run, schema).ConfigureAwait(false);
        run.Say($"  {entries} entries of {States - 1} States over {years} years are folded");

        var start = Stopwatch.GetTimestamp();
        await runner.RebuildAsync(projection.Name).ConfigureAwait(false);
        var seconds = new Samples();
        seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        var different = before.Except(await RowsAsync(run, schema).ConfigureAwait(false)).ToList();
        return different.Count > 0
            ? throw new InvalidOperationException($"After the rebuild others: {string.Join(", ", different)}.")
            : [Of(seconds, entries, years)];
    }

    private static Figure Of(Samples seconds, int entries, int years) => Figure.Within(
        "years.rebuild", "s", seconds, MinutesMax * 60,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{years} years of {States} States: {entries} entries of peers, each statement opened once (signature, "
            + $"claims), and {years * OwnRecordsOfAYear} own records released to {States - 1}; "
            + $"every table holds the same rows as before, to the letter; {entries / seconds.Median:0} entries/s"));

    private static async Task<(int Entries, IReadOnlyDictionary<ParticipantId, PeerKeys> Keys)> FillAsync(
        BenchNode node, PostgresEventStore store, int years)
    {
        var now = TimeProvider.System.GetUtcNow();
        var maker = new RecordMaker(node.Services, store);
        await maker.ReleaseAsync(
            years * OwnRecordsOfAYear, [.. Enumerable.Range(1, States - 1).Select(number => $"X{number}")])
            .ConfigureAwait(false);
        var entries = 0;
        var keys = new Dictionary<ParticipantId, PeerKeys>();
        for (var number = 1; number < States; number++)
        {
            using var peer = new YearsPeer(number, now.AddYears(-years), now);
            keys[peer.Id] = peer.Keys;
            entries += await peer.StoreAsync(store, years, now).ConfigureAwait(false);
        }

        return (entries, keys);
    }

    // One line a table: how many rows, and a hash of all of them in an order of their own.
    private static async Task<IReadOnlyList<string>> RowsAsync(BenchRun run, string schema)
    {
        var names = Convert.ToString(
            await run.Postgres.QueryAsync(
                $"select string_agg(tablename, ',' order by tablename) from pg_tables where schemaname = '{schema}'")
                .ConfigureAwait(false),
            CultureInfo.InvariantCulture)!;
        var lines = new List<string>();
        foreach (var table in names.Split(','))
        {
            lines.Add($"{table} {await run.Postgres.QueryAsync(
                $"select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') "
                + $"from {schema}.{table} t").ConfigureAwait(false)}");
        }

        return lines;
    }
}
