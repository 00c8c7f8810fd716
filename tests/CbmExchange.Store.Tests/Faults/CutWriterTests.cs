using System.Collections.Concurrent;
using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Testing;
using CbmExchange.Testing.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests.Faults;

/// <summary>
/// 256 callers while the writer's connection is cut: at a random step, at any moment, and before its next answer.
/// </summary>
public sealed class CutWriterTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>
{
    private const int Callers = 256;
    private const int StreamCount = 40;
    private const string RoundsVariable = "CBM_FAULTS_ROUNDS";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Order_and_once_hold_while_the_writer_is_cut()
    {
        var rounds = int.Parse(
            Environment.GetEnvironmentVariable(RoundsVariable) ?? "30", CultureInfo.InvariantCulture);
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("CBM_TEST_SEED") ?? $"{Environment.TickCount & 0xFFFFFF}",
            CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed}; again with CBM_TEST_SEED={seed}");
        var schema = postgres.NewSchema();
        await using var proxy = PostgresProxy.Before(postgres.ConnectionString);
        await using var store = await PostgresEventStore.OpenAsync(
            new PostgresStoreOptions
            {
                ConnectionString = proxy.ConnectionString,
                Schema = schema,
                PersonalDataMasterKey = postgres.Options(schema).PersonalDataMasterKey,
                EventTypes = TestEventTypes.All,
            },
            new HurriedClock(), NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        var done = new ConcurrentDictionary<Guid, AppendReceipt>();
        var load = Enumerable.Range(0, Callers).Select(n => CallAsync(store, n, done, stop.Token)).ToArray();

        var cut = await CutAsync(proxy, new Random(seed), rounds, done);
        await stop.CancelAsync();
        await Task.WhenAll(load).WaitAsync(Patience);
        output.WriteLine($"{rounds} rounds, {cut} cut, {done.Count} appended");

        await CheckAsync(store, done);
    }

    // Cut where a message is, or at any moment; each round after the load has moved on since the last.
    private static async Task<int> CutAsync(
        PostgresProxy proxy, Random random, int rounds, ConcurrentDictionary<Guid, AppendReceipt> done)
    {
        var kinds = new[] { WireFaultKind.CutBefore, WireFaultKind.CutAfter, WireFaultKind.CutInside };
        var cut = 0;
        for (var round = 0; round < rounds; round++)
        {
            var (ordinal, kind, fromServer) = (1 + random.Next(40), kinds[random.Next(3)], random.Next(2) == 0);
            switch (round % 3)
            {
                case 0:
                    proxy.Arm(new WireStep("writer", fromServer, ' ', ordinal), new WireFault(kind));
                    break;
                case 1:
                    cut += proxy.Cut("writer");
                    break;
                default:
                    // The next answer, so that it committed and nobody is told.
                    proxy.Arm(one => one is { Program: "writer", FromServer: true, Type: 'D' } && one.Ordinal < 20
                        ? new WireFault(WireFaultKind.CutBefore) : null);
                    break;
            }

            var before = done.Count;
            for (var started = TimeProvider.System.GetTimestamp(); done.Count < before + Callers;)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "No append was answered any more.");
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }

            cut += proxy.FiredAt is null ? 0 : 1;
        }

        proxy.Disarm();
        return cut;
    }

    private static async Task CallAsync(
        PostgresEventStore store, int caller, ConcurrentDictionary<Guid, AppendReceipt> done, CancellationToken stop)
    {
        await Task.Yield();
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var request = new AppendRequest
            {
                CommandId = Guid.NewGuid(),
                // One stream of its own, whose order is this caller's, and one that all share.
                Streams =
                [
                    new StreamAppend($"own-{caller}", new StreamVersion(n), [new Counted(n, "own")]),
                    new StreamAppend($"all-{(caller + n) % StreamCount}", null, [new Counted(caller, "all")]),
                ],
                PeerEntries = n % 4 > 0 ? [] : [new PeerAppend(PeerData.Outgoing, [PeerData.Entry($"{caller}-{n}")])],
            };
            var result = await store.AppendAsync(request, CancellationToken.None);
            while (result.Outcome is AppendOutcome.Unknown or AppendOutcome.Unavailable)
            {
                result = await store.AppendAsync(request, CancellationToken.None);
            }

            Assert.True(result.IsDurable, $"{result.Outcome}: {result.StreamId} is at {result.HeldVersion}, not {n}.");
            done[request.CommandId] = result.Receipt!;
        }
    }

    private static async Task CheckAsync(PostgresEventStore store, ConcurrentDictionary<Guid, AppendReceipt> done)
    {
        var all = await store.ReadAllAsync().AllAsync();
        Assert.Equal(2 * done.Count, all.Length);
        Assert.Equal(
            done.Values.SelectMany(receipt => new[] { receipt.First.Value, receipt.Last.Value }).Order(),
            all.Select(one => one.Position.Value));
        foreach (var stream in all.GroupBy(one => one.StreamId))
        {
            Assert.Equal(
                Enumerable.Range(1, stream.Count()).Select(n => (long)n), stream.Select(one => one.Version.Value));
            Assert.True(!stream.Key.StartsWith("own", StringComparison.Ordinal)
                || stream.Select(one => ((Counted)one.Body).Number).SequenceEqual(Enumerable.Range(0, stream.Count())));
        }

        var range = CompactRange.Empty;
        while (true)
        {
            var page = await store.PeerStreams.ReadAsync(
                PeerData.Outgoing, new PeerSequence(range.Size), new PeerPageLimit(1000, long.MaxValue));
            if (page.IsEmpty)
            {
                break;
            }

            Assert.Equal(range.Size, page[0].Index.Value);
            range = range.Append(page.Select(one => one.LeafHash));
        }

        Assert.Equal(done.Values.Count(receipt => receipt.FirstIndices.Count > 0), range.Size);
        Assert.Equal(range.Root(), (await store.PeerStreams.HeadAsync(PeerData.Outgoing))!.Range.Root());
    }
}
