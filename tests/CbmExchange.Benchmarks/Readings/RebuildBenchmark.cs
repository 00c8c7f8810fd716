using System.Diagnostics;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Store;
using CbmExchange.Store.Exercises;
using CbmExchange.Store.Readings;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Benchmarks.Readings;

/// <summary>
/// The readings folded from zero beside the live ones, against reading and folding the same events alone.
/// </summary>
internal sealed class RebuildBenchmark : IBenchmark
{
    private const int EventsOfARecord = 4;
    private const int RecordsUsual = 5_000;
    private const int RecordsQuick = 1_000;

    /// <inheritdoc/>
    public string Name => "rebuild";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        var records = run.Turn < TimeSpan.FromSeconds(2) ? RecordsQuick : RecordsUsual;
        var events = records * EventsOfARecord;
        await using var node = await BenchNode.StartAsync(run.Postgres).ConfigureAwait(false);
        await using var store = await run.Postgres.OpenStoreAsync().ConfigureAwait(false);
        await new RecordMaker(node.Services, store).ReleaseAsync(records, "X1").ConfigureAwait(false);
        PeerKeysOf nobody = (_, _, _) => ValueTask.FromResult<PeerKeys?>(null);
        var projection = new ReadingsProjection(store.PeerStreams, nobody);
        var runner = new ProjectionRunner(store, [projection], NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync().ConfigureAwait(false);
        var split = new CpuSplit();
        var rates = await run.InTurnsAsync(
            ("fold", () => FoldAsync(store, nobody, events)),
            ("rebuild", () => split.CountAsync(events, () => runner.RebuildAsync(projection.Name))))
            .ConfigureAwait(false);
        return
        [
            Figure.Beside(
                "rebuild", "events/s", rates["rebuild"], rates["fold"],
                $"{events} events of own records, each drafted, submitted, cleared and released to one; tables swapped "
                + $"at the end; {split.Sentence}; limit: the same events read, decoded and folded, nothing written"),
        ];
    }

    // Own records only are folded: no entry of a peer is judged, so nothing is read.
    private static AsideEntries NothingOfPeers => new(null!, new SqlChanges());

    private static async Task<double> FoldAsync(PostgresEventStore store, PeerKeysOf keysOf, int events)
    {
        var fold = new ReadingsFold(store.PeerStreams, keysOf);
        var (from, seen) = (0L, 0);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var page = (await store.Reader.ReadAllAsync(from, StoreLimits.ReadPageCountMax, CancellationToken.None)
                .ConfigureAwait(false)).Events;
            if (page.Count == 0)
            {
                break;
            }

            var changes = new SqlChanges();
            foreach (var stored in await store.Codec.DecodeAsync(page, CancellationToken.None).ConfigureAwait(false))
            {
                await fold.ApplyAsync(stored, NothingOfPeers, changes, CancellationToken.None).ConfigureAwait(false);
            }

            (from, seen) = (page[^1].Position, seen + page.Count);
        }

        return seen == events
            ? events / Stopwatch.GetElapsedTime(start).TotalSeconds
            : throw new InvalidOperationException($"{seen} events were read, not {events}.");
    }
}
