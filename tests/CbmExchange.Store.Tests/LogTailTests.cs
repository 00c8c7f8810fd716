using System.Globalization;
using CbmExchange.Domain.Records;
using CbmExchange.Testing;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests;

/// <summary>What all followers share: each gets everything in order, and nothing that was erased.</summary>
public sealed class LogTailTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Total = 3 * StoreLimits.LogTailCountMax;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Followers_of_any_speed_and_start_get_everything_once_in_order()
    {
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("CBM_TEST_SEED") ?? $"{Environment.TickCount & 0xFFFFFF}",
            CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed}; again with CBM_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        using var stop = new CancellationTokenSource(Patience);
        var starts = Enumerable.Range(0, 6).Select(n => n == 0 ? 0 : random.Next(Total / 2)).ToArray();
        var written = new TaskCompletionSource();
        // The second falls behind all that is kept.
        var followers = starts
            .Select((start, n) => Task.Run(() => ToTheEndAsync(
                store, start, n == 1 ? written.Task : Task.CompletedTask, stop.Token)))
            .ToArray();

        for (var left = Total; left > 0;)
        {
            var count = Math.Min(left, 1 + random.Next(60));
            await store.AppendAsync(Make.Append($"s-{random.Next(9)}", count: count));
            left -= count;
        }

        written.SetResult();
        var seen = await Task.WhenAll(followers);
        for (var n = 0; n < starts.Length; n++)
        {
            Assert.Equal(
                Enumerable.Range(starts[n] + 1, Total - starts[n]).Select(at => (long)at),
                seen[n].Select(one => one.Position.Value));
        }
    }

    [Fact]
    public async Task An_event_is_decoded_once_for_those_who_follow()
    {
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        await store.AppendAsync(Make.Append("a", count: 3));

        var (first, second) = (await FollowAsync(store, 3), await FollowAsync(store, 3));

        Assert.All(first.Zip(second), pair => Assert.Same(pair.First, pair.Second));
    }

    [Fact]
    public async Task What_is_erased_is_not_given_to_those_who_follow_later()
    {
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        var content = RecordContent.Parse("""{"office":"CERT","persons":[{"id":"p1","name":"Ms Example Person"}]}""");
        await store.AppendAsync(Make.Append("x") with
        {
            Streams =
            [
                new StreamAppend("record-r1", null, [new ContentDrafted(new Domain.RecordId("r1"), content, [], null)]),
            ],
        });
        Assert.Empty((await FollowAsync(store, 1))[0].ErasedProperties);

        Assert.True(await store.Vault.DestroyAsync("r1"));

        Assert.Equal(["persons"], (await FollowAsync(store, 1))[0].ErasedProperties.AsEnumerable());
    }

    private static async Task<List<StoredEvent>> ToTheEndAsync(
        PostgresEventStore store, int start, Task afterFirst, CancellationToken stop)
    {
        var seen = new List<StoredEvent>();
        await foreach (var one in store.FollowAsync(new Domain.LogPosition(start), stop))
        {
            seen.Add(one);
            await afterFirst.WaitAsync(stop);
            if (one.Position.Value == Total)
            {
                break;
            }
        }

        return seen;
    }

    private static async Task<List<StoredEvent>> FollowAsync(PostgresEventStore store, int count)
    {
        using var stop = new CancellationTokenSource(Patience);
        var seen = new List<StoredEvent>();
        await foreach (var one in store.FollowAsync(default, stop.Token))
        {
            seen.Add(one);
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }
}
