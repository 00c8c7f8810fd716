using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tests.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using CbmExchange.Testing;
using CbmExchange.Testing.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Benchmarks.Exchange;

/// <summary>
/// A new peer takes a whole stream over mutual TLS, verifies and stores it; and what asking for nothing costs.
/// </summary>
internal sealed class CatchUpBenchmark : IBenchmark
{
    private const int EntriesUsual = 50_000;
    private const int EntriesQuick = 20_000;

    /// <summary>Rounds at most: each moves some hundred megabytes through two nodes.</summary>
    private const int RoundsMax = 3;

    private const int EntriesOnTheWire = 10_000;
    private const int PollCount = 50;
    private const double PollMillisecondsMax = 50;
    private const double PollBytesMax = 2_048;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <inheritdoc/>
    public string Name => "catchup";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run) =>
        [.. await RateAsync(run).ConfigureAwait(false), .. await WireAsync(run).ConfigureAwait(false)];

    private static async Task<IReadOnlyList<Figure>> RateAsync(BenchRun run)
    {
        var count = run.Turn < TimeSpan.FromSeconds(2) ? EntriesQuick : EntriesUsual;
        using var a = new TestParticipant(1);
        using var b = new TestParticipant(2);
        await using var storeA = await run.Postgres.OpenStoreAsync().ConfigureAwait(false);
        await using var nodeA = await TestPeerNode.StartAsync(a, [], storeA).ConfigureAwait(false);
        await nodeA.AdmitAsync(b).ConfigureAwait(false);
        var entries = await StreamFill.FillAsync(nodeA, b, count).ConfigureAwait(false);
        var bare = new BareTable(run.Postgres, run.Postgres.NewSchema());
        var (split, copySplit) = (new CpuSplit(), new CpuSplit());
        var fewer = run with { Rounds = Math.Min(run.Rounds, RoundsMax) };
        var rates = await fewer.InTurnsAsync(
            ("copy", () => Afresh(() => bare.CopyAsync(entries, copySplit))),
            ("catchup", () => Afresh(() => CatchUpAsync(run.Postgres, a, b, count, split)))).ConfigureAwait(false);
        var what =
            $"{count} entries of {entries.Average(BytesOf):0} bytes, from admitting the originator until all are ";
        var (stored, readable, readSplit) = (new Samples(), new Samples(), new CpuSplit());
        readable.Add(await ReadableAsync(run.Postgres, a, b, count, stored, readSplit).ConfigureAwait(false));
        run.Say(FormattableString.Invariant($"  stored: {stored.Median:0.###}, readable: {readable.Median:0.###}"));
        return
        [
            Figure.Beside(
                "catchup", "entries/s", rates["catchup"], rates["copy"],
                $"{what}durable at a new peer, over mutual TLS 1.3, both nodes here; {split.Sentence}; limit: one COPY "
                + $"of the same bytes into a table without index, {copySplit.Sentence}"),
            Figure.Alone(
                "catchup.readable", "entries/s", readable,
                $"{what}in the views of the new peer, which are folded meanwhile; all are stored at "
                + $"{stored.Median:0} entries/s then; {readSplit.Sentence}"),
        ];
    }

    // What one turn leaves behind, COPY a hundred megabytes, is not collected at the cost of the next.
    private static Task<double> Afresh(Func<Task<double>> turn)
    {
        GC.Collect();
        return turn();
    }

    private static double BytesOf(NewPeerEntry entry) =>
        entry.Entry.Length + entry.Statement.Length + entry.Disclosures.Sum(disclosure => disclosure.Length);

    private static async Task<double> CatchUpAsync(
        PostgresFixture postgres, TestParticipant a, TestParticipant b, int count, CpuSplit split)
    {
        var schema = postgres.NewSchema();
        double rate;
        await using (var inner = await postgres.OpenStoreAsync(schema: schema).ConfigureAwait(false))
        {
            var store = new NotingStore(inner);
            await using var node = await TestPeerNode.StartAsync(b, [], store).ConfigureAwait(false);
            rate = await split.CountAsync(count, async () =>
            {
                await node.AdmitAsync(a).ConfigureAwait(false);
                await store.HasSizeAsync(count).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        await postgres.QueryAsync($"drop schema {schema} cascade").ConfigureAwait(false);
        return rate;
    }

    // The same with the views of the new peer, which open each statement once more and write a row for it.
    private static async Task<double> ReadableAsync(
        PostgresFixture postgres, TestParticipant a, TestParticipant b, int count, Samples stored, CpuSplit split)
    {
        var schema = postgres.NewSchema();
        await using var inner = await postgres.OpenStoreAsync(schema: schema).ConfigureAwait(false);
        var store = new NotingStore(inner);
        var projection = new ReadingsProjection(
            inner.PeerStreams, (_, _, _) => ValueTask.FromResult<PeerKeys?>(a.Keys));
        var runner = new ProjectionRunner(inner, [projection], NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync().ConfigureAwait(false);
        await using var node = await TestPeerNode.StartAsync(b, [], store).ConfigureAwait(false);
        using var stopping = new CancellationTokenSource(Patience);
        var folding = Task.Run(() => runner.RunAsync(stopping.Token), CancellationToken.None);
        var rate = await split.CountAsync(count, async () =>
        {
            await node.AdmitAsync(a).ConfigureAwait(false);
            stored.Add(count / await Stopped.SecondsAsync(() => store.HasSizeAsync(count)
                .WaitAsync(Patience, TimeProvider.System)).ConfigureAwait(false));
            await runner.WaitForAsync(await inner.HeadAsync().ConfigureAwait(false), stopping.Token)
                .ConfigureAwait(false);
        }).ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        await folding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return rate;
    }

    private static async Task<IReadOnlyList<Figure>> WireAsync(BenchRun run)
    {
        CountingRelay? relay = null;
        using var a = new TestParticipant(3, port => (relay = new CountingRelay(port)).Port);
        using var b = new TestParticipant(4);
        await using var closing = relay!;
        await using var storeA = await run.Postgres.OpenStoreAsync().ConfigureAwait(false);
        await using var nodeA = await TestPeerNode.StartAsync(a, [], storeA).ConfigureAwait(false);
        await nodeA.AdmitAsync(b).ConfigureAwait(false);
        var entries = await StreamFill.FillAsync(nodeA, b, EntriesOnTheWire).ConfigureAwait(false);
        await CatchUpAsync(run.Postgres, a, b, EntriesOnTheWire, new CpuSplit()).ConfigureAwait(false);
        var bytes = relay!.Bytes / (double)EntriesOnTheWire;
        using var channel = new PeerChannel(
            SeatOf(a), new SyncIdentity(b.Id, b.Checkpoint, b.Keys, b.Tls.Certificate), TimeProvider.System);
        var (times, sizes) = (new Samples(), new Samples());
        await PollAsync(channel).ConfigureAwait(false);
        for (var poll = 0; poll < PollCount; poll++)
        {
            var before = relay.Bytes;
            times.Add(await Stopped.SecondsAsync(() => PollAsync(channel)).ConfigureAwait(false) * 1e3);
            sizes.Add(relay.Bytes - before);
        }

        return
        [
            Figure.Beside(
                "catchup.bytes", "bytes/entry", Samples.Of(bytes), Samples.Of(entries.Average(BytesOf)),
                string.Create(CultureInfo.InvariantCulture, $"{EntriesOnTheWire} entries, TCP payload both ways with ")
                + "handshake and TLS, counted by a relay; limit: the bytes of the entries themselves"),
            Figure.Within(
                "catchup.noop.ms", "ms", times, PollMillisecondsMax,
                $"asked for news, told that there is none, with a signed head; open connection, {PollCount} polls"),
            Figure.Within("catchup.noop.bytes", "bytes", sizes, PollBytesMax, "the same, TCP payload both ways"),
        ];
    }

    private static PeerSeat SeatOf(TestParticipant peer) => new([peer.Descriptor], peer.Keys, false, 0);

    private static async Task PollAsync(PeerChannel channel)
    {
        var request = new FollowRequest { Generation = 1, AfterSize = EntriesOnTheWire };
        using var call = channel.NextClient().Follow(request);
        if (!await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false)
            || call.ResponseStream.Current.EventCase != FollowResponse.EventOneofCase.CaughtUp)
        {
            throw new InvalidOperationException("The peer did not say that there is nothing new.");
        }
    }
}
