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

    /// <summary>States of the largest body that the domain names.</summary>
    private const int MembersCount = 57;
    private const double AnsweredMax = 200;
    private const double DeliveredMax = 500;

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
            var figures = await MeasureAsync(run, node, peers).ConfigureAwait(false);
            return [.. figures, .. await MeasureBodyAsync(run, node, peers[..MembersCount]).ConfigureAwait(false)];
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

    // One act of one officer over gRPC; the whole body is named by its members, which is what a body comes to.
    private static async Task<IReadOnlyList<Figure>> MeasureBodyAsync(
        BenchRun run, BenchNode node, LivePeer[] members)
    {
        var (answered, delivered) = (new Samples(), new Samples());
        for (var round = 0; round <= run.Rounds; round++)
        {
            var (calls, times) = (new Samples(), new Samples());
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < run.Turn;)
            {
                var (call, each) = await ReleaseOverGrpcAsync(node, members).ConfigureAwait(false);
                calls.Add(call);
                Array.ForEach(each, times.Add);
                await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
            }

            run.Say(FormattableString.Invariant(
                $"  {BenchRun.Called(round)}: answered {calls.Median:0.#} ms, delivered p99 {times.At(0.99):0.#} ms"));
            if (round > 0)
            {
                answered.Add(calls.At(0.99));
                delivered.Add(times.At(0.99));
            }
        }

        return
        [
            Figure.Within("live.57.answered", "ms", answered, AnsweredMax,
                "release to 57 members called over gRPC until answered, p99 of a round"),
            Figure.Within("live.57.p99", "ms", delivered, DeliveredMax, "the same, until durable at each member"),
        ];
    }

    private static async Task<(double Answered, double[] Delivered)> ReleaseOverGrpcAsync(
        BenchNode node, LivePeer[] members)
    {
        var cleared = (await new RecordMaker(node.Services).ClearAsync(1).ConfigureAwait(false))[0];
        var arrivals = Task.WhenAll(members.Select(peer => peer.Store.HasRecordAsync(cleared.RecordId)));
        var start = Stopwatch.GetTimestamp();
        await node.Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, GrantTo(members.Length)));
        var answered = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var stored = await arrivals.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        return (answered, [.. stored.Select(at => Stopwatch.GetElapsedTime(start, at).TotalMilliseconds)]);
    }

    private static ReleaseGrant GrantTo(int count)
    {
        var grant = Drafts.To("X1");
        grant.Include.AddRange(Enumerable.Range(2, count - 1)
            .Select(number => new AudienceMember { Participant = $"X{number}" }));
        return grant;
    }

    private static async Task<double[]> ReleaseAsync(BenchNode node, LivePeer[] peers)
    {
        var cleared = (await new RecordMaker(node.Services).ClearAsync(1).ConfigureAwait(false))[0];
        var arrivals = Task.WhenAll(peers.Select(peer => peer.Store.HasRecordAsync(cleared.RecordId)));
        var start = Stopwatch.GetTimestamp();
        await node.Get<ReleaseDesk>().ReleaseAsync(
            node.CallOf("authority"), Flow.Release(cleared, GrantTo(peers.Length)), CancellationToken.None)
            .ConfigureAwait(false);
        var stored = await arrivals.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        return [.. stored.Select(at => Stopwatch.GetElapsedTime(start, at).TotalMilliseconds)];
    }
}
