using System.Collections.Concurrent;
using System.Globalization;
using CbmExchange.Testing;
using Npgsql;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests;

/// <summary>
/// Random writers, conflicts and killed connections: what is delivered is what was committed, once, in order.
/// </summary>
public sealed class AppendOrderTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>
{
    private const int Callers = 24;
    private const int AppendsPerCaller = 40;
    private const int KillCount = 12;
    private const int AskAgainCountMax = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Delivered_is_committed_once_and_in_order_under_conflicts_and_killed_connections()
    {
        var seed = Seed();
        var schema = postgres.NewSchema();
        await using var one = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await using var two = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        using var stop = new CancellationTokenSource(Patience);
        var durable = new ConcurrentDictionary<Guid, AppendReceipt>();
        var delivered = new List<StoredEvent>();
        var following = FollowAsync(one, delivered, stop.Token);

        var callers = Enumerable.Range(0, Callers)
            .Select(n => Task.Run(() => CallAsync(n % 2 == 0 ? one : two, new Random(seed + n), durable)));
        await Task.WhenAll([.. callers, Task.Run(() => KillAsync(schema, new Random(seed - 1)))]);
        var head = await one.HeadAsync();
        while (LastOf(delivered) < head.Value)
        {
            await one.WaitForMoreAsync(default, stop.Token);
            await Task.Yield();
            stop.Token.ThrowIfCancellationRequested();
        }

        await stop.CancelAsync();
        await following;
        var committed = await two.ReadAllAsync().AllAsync();
        Assert.Equal(committed.Select(e => (e.Position, e.Id)), delivered.Select(e => (e.Position, e.Id)));
        Assert.Equal(delivered.Select(e => e.Position.Value).Distinct().Order(),
            delivered.Select(e => e.Position.Value));
        Assert.All(committed.GroupBy(e => e.StreamId), stream =>
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(n => (long)n),
                stream.Select(e => e.Version.Value)));
        CheckCommands(committed, durable);
    }

    private static void CheckCommands(IReadOnlyList<StoredEvent> committed, ConcurrentDictionary<Guid,
        AppendReceipt> durable)
    {
        var byCommand = committed.GroupBy(e => Guid.Parse(e.Metadata.CausationId!))
            .ToDictionary(g => g.Key, g => g.ToList());
        Assert.Equal(durable.Keys.Order(), byCommand.Keys.Order());
        Assert.All(durable, pair => Assert.Equal(
            (pair.Value.First, pair.Value.Last), (byCommand[pair.Key][0].Position, byCommand[pair.Key][^1].Position)));
    }

    private static long LastOf(List<StoredEvent> delivered)
    {
        lock (delivered)
        {
            return delivered.Count == 0 ? 0 : delivered[^1].Position.Value;
        }
    }

    private static async Task FollowAsync(PostgresEventStore store, List<StoredEvent> delivered, CancellationToken stop)
    {
        try
        {
            await foreach (var one in store.FollowAsync(default, stop))
            {
                lock (delivered)
                {
                    delivered.Add(one);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen the head.
        }
    }

    private static async Task CallAsync(
        PostgresEventStore store, Random random, ConcurrentDictionary<Guid, AppendReceipt> durable)
    {
        for (var n = 0; n < AppendsPerCaller; n++)
        {
            var command = Guid.NewGuid();
            var expected = random.Next(3) == 0 ? random.Next(6) : (long?)null;
            var request = Make.Append($"stream-{random.Next(8)}", expected, 1 + random.Next(3), command) with
            {
                Metadata = new AppendMetadata { CausationId = command.ToString() },
                PeerEntries = random.Next(2) == 0 ? []
                    : [new PeerAppend(PeerData.Outgoing, [PeerData.Entry(command.ToString())])],
            };
            var result = await store.AppendAsync(request);
            for (var again = 0; result.Outcome is AppendOutcome.Unknown or AppendOutcome.Unavailable; again++)
            {
                Assert.True(again < AskAgainCountMax, result.Sentence);
                result = await store.AppendAsync(request);
            }

            if (result.IsDurable)
            {
                durable[command] = result.Receipt!;
            }
            else
            {
                Assert.Equal(AppendOutcome.VersionConflict, result.Outcome);
            }
        }
    }

    /// <summary>Waits on the log, not on a clock: each kill comes some appends after the one before.</summary>
    private async Task KillAsync(string schema, Random random)
    {
        var killed = 0L;
        for (var n = 0; n < KillCount; n++)
        {
            await postgres.QueryAsync(
                $"select pg_sleep({random.NextDouble().ToString(CultureInfo.InvariantCulture)} * 0.15)");
            killed += (long)(await postgres.QueryAsync(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                + $"where application_name = 'cbm-writer-{schema}'"))!;
        }

        output.WriteLine($"killed {killed} connections");
        Assert.True(killed > 0);
    }

    private int Seed()
    {
        var given = Environment.GetEnvironmentVariable("CBM_TEST_SEED");
        var seed = given is null ? Environment.TickCount & 0xFFFFFF : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed}; again with CBM_TEST_SEED={seed}");
        return seed;
    }
}
