using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Node.Tests.Tables;

/// <summary>One table that fails stops neither the others nor the start.</summary>
public sealed class TableFollowerTests
{
    [Fact]
    public async Task A_table_that_throws_is_marked_and_the_others_go_on()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var (bad, good) = (new Bad(), new Good());
        await using var follower = new TableFollower(
            store, [bad, good], TimeProvider.System, NullLogger<TableFollower>.Instance);
        await AppendAsync(store);
        await follower.StartAsync(CancellationToken.None);
        await follower.WaitForAsync(await AppendAsync(store));

        Assert.Equal(2, good.Count);
        Assert.Equal(2, bad.Count);
        Assert.Equal([nameof(Bad)], follower.Incomplete);
    }

    private static async Task<LogPosition> AppendAsync(InMemoryEventStore store)
    {
        var id = new ParticipantId("0a000000-0000-4000-8000-000000000001");
        await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend("node", null, [new NodeStarted(id, "test", default)])],
        });
        return await store.HeadAsync();
    }

    private sealed class Bad : IMemoryTable
    {
        public int Count { get; private set; }

        public void Apply(StoredEvent stored)
        {
            Count++;
            throw new ArgumentException("A table that cannot take it.");
        }
    }

    private sealed class Good : IMemoryTable
    {
        public int Count { get; private set; }

        public void Apply(StoredEvent stored) => Count++;
    }
}
