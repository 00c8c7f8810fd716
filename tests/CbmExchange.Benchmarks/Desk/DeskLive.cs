using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Exchange;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Benchmarks.Desk;

/// <summary>
/// A page of the desk while a hundred connected peers deliver, beside the same page while nothing else goes on.
/// </summary>
internal static class DeskLive
{
    private const int PeerCount = 100;
    private const int PeersStartedAtOnce = 4;

    // Room for the numbers of the records of one peer.
    private const int NumbersPerPeer = 1_000_000;

    private static readonly (string Key, string Path, string What)[] Pages =
    [
        ("desk.live.call", "/call/X1/incident-state-level/immediate", "whom to call"),
        ("desk.live.inbox", "/inbox", "the inbox"),
    ];

    // A person looks at a page; without a pause an officer's allowance is used up (429).
    private static readonly TimeSpan BetweenPages = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan BetweenDeliveries = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The figures.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cookieAsync">The session of an officer of the node, as a browser sends it.</param>
    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run, Func<BenchNode, Task<string>> cookieAsync)
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
            using var desk = Browser(node, await cookieAsync(node).ConfigureAwait(false));
            return await MeasureAsync(run, node, peers, desk).ConfigureAwait(false);
        }
        finally
        {
            await Parallel.ForEachAsync(peers.OfType<LivePeer>(), async (peer, _) =>
                await peer.DisposeAsync().ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        BenchRun run, BenchNode node, LivePeer[] peers, HttpClient desk)
    {
        var (idle, live) = (Pages.Select(_ => new Samples()).ToArray(), Pages.Select(_ => new Samples()).ToArray());
        var (stored, seconds) = (0L, 0.0);
        for (var round = 0; round <= run.Rounds; round++)
        {
            await TurnAsync(run, desk, round > 0 ? idle : null).ConfigureAwait(false);
            using var enough = new CancellationTokenSource();
            var start = Stopwatch.GetTimestamp();
            var before = await StoredAsync(node, peers).ConfigureAwait(false);
            var me = node.Get<NodeIdentity>().Participant;
            var load = Task.WhenAll(peers.Select((peer, index) => Task.Run(async () =>
            {
                for (var number = (round * NumbersPerPeer / (run.Rounds + 1)) + 1; !enough.IsCancellationRequested;
                    number++)
                {
                    await peer.DeliverAsync(me, (index * NumbersPerPeer) + number).ConfigureAwait(false);
                    await Task.Delay(BetweenDeliveries, TimeProvider.System, CancellationToken.None)
                        .ConfigureAwait(false);
                }
            })));
            await TurnAsync(run, desk, round > 0 ? live : null).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
            await load.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
            var came = await StoredAsync(node, peers).ConfigureAwait(false) - before;
            (stored, seconds) = (stored + came, seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
            run.Say(FormattableString.Invariant($"  {BenchRun.Called(round)}: {came} entries came and were stored"));
        }

        return
        [
            .. Pages.Select((page, place) => Figure.Beside(page.Key, "ms", live[place], idle[place], string.Create(
                CultureInfo.InvariantCulture,
                $"page of {page.What} over the desk's listener while {PeerCount} connected peers deliver "
                + $"{stored / seconds:0} entries a second, stored, p99 of a round; the limit is the same page idle"))),
        ];
    }

    // What came in, verified and stored, from all peers together.
    private static async Task<long> StoredAsync(BenchNode node, LivePeer[] peers)
    {
        var (me, all) = (node.Get<NodeIdentity>().Participant, 0L);
        foreach (var peer in peers)
        {
            var head = await node.Store.PeerStreams.HeadAsync(new PeerStreamId(peer.Id, me, 1)).ConfigureAwait(false);
            all += head?.Range.Size ?? 0;
        }

        return all;
    }

    private static async Task TurnAsync(BenchRun run, HttpClient desk, Samples[]? into)
    {
        for (var place = 0; place < Pages.Length; place++)
        {
            var times = new Samples();
            for (var turn = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(turn) < run.Turn;)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await desk.GetAsync(Pages[place].Path).ConfigureAwait(false);
                await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                answer.EnsureSuccessStatusCode();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(BetweenPages, TimeProvider.System).ConfigureAwait(false);
            }

            into?[place].Add(times.At(0.99));
        }
    }

    private static HttpClient Browser(BenchNode node, string cookie)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        var client = new HttpClient(handler) { BaseAddress = node.Node.Host.DeskAddress };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }
}
