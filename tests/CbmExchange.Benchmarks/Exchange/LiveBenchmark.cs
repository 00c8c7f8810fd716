using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Benchmarks.Exchange;

/// <summary>
/// From the release command until the record is stored at each of a hundred connected peers, all on this machine.
/// </summary>
internal sealed class LiveBenchmark : IBenchmark
{
    private const int PeerCount = 100;
    private const int PeersStartedAtOnce = 4;
    private const double NinetyNinthMax = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string Name => "live";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        await using var node = await BenchNode.StartAsync(run.Postgres, BenchNode.FreePort()).ConfigureAwait(false);
        var peers = new LivePeer[PeerCount];
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, PeerCount), new ParallelOptions { MaxDegreeOfParallelism = PeersStartedAtOnce },
                async (index, _) => peers[index] = await LivePeer.StartAsync(run.Postgres, node, index + 1)
                    .ConfigureAwait(false)).ConfigureAwait(false);
            run.Say($"  {PeerCount} peers started");
            return await MeasureAsync(run, node, peers).ConfigureAwait(false);
        }
        finally
        {
            await Parallel.ForEachAsync(peers.OfType<LivePeer>(), async (peer, _) =>
                await peer.DisposeAsync().ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(BenchRun run, BenchNode node, LivePeer[] peers)
    {
        var (middle, late, last) = (new Samples(), new Samples(), new Samples());
        var releases = 0;
        for (var round = 0; round <= run.Rounds; round++)
        {
            var times = new Samples();
            var slowest = new Samples();
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < run.Turn; releases++)
            {
                var each = await ReleaseAsync(node, peers).ConfigureAwait(false);
                Array.ForEach(each, times.Add);
                slowest.Add(each.Max());
                await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
            }

            run.Say(FormattableString.Invariant(
                $"  {BenchRun.Called(round)}: p50 {times.Median:0.#} ms, p99 {times.At(0.99):0.#} ms"));
            if (round > 0)
            {
                middle.Add(times.Median);
                late.Add(times.At(0.99));
                last.Add(slowest.Median);
            }
        }

        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"release called in a whole node until durable at each of {PeerCount} connected peers (own keys, TLS 1.3 "
            + $"connection and schema each, all in this process and on one PostgreSQL server); {releases} releases");
        return
        [
            Figure.Alone("live.p50", "ms", middle, what),
            Figure.Within("live.p99", "ms", late, NinetyNinthMax, what),
            Figure.Alone("live.last", "ms", last, "the same, until the last peer has it; median of a round"),
        ];
    }

    private static async Task<double[]> ReleaseAsync(BenchNode node, LivePeer[] peers)
    {
        var cleared = (await new RecordMaker(node.Services).ClearAsync(1).ConfigureAwait(false))[0];
        var grant = Drafts.To("X1");
        grant.Include.AddRange(Enumerable.Range(2, peers.Length - 1)
            .Select(number => new AudienceMember { Participant = $"X{number}" }));
        var arrivals = Task.WhenAll(peers.Select(peer => peer.Store.HasRecordAsync(cleared.RecordId)));
        var start = Stopwatch.GetTimestamp();
        await node.Get<ReleaseDesk>().ReleaseAsync(
            node.CallOf("authority"), Flow.Release(cleared, grant), CancellationToken.None).ConfigureAwait(false);
        var stored = await arrivals.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        return [.. stored.Select(at => Stopwatch.GetElapsedTime(start, at).TotalMilliseconds)];
    }
}
