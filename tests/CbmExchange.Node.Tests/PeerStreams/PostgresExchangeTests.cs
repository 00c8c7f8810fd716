using CbmExchange.Domain.Peers;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>The same exchange over the store that a node really has.</summary>
public sealed class PostgresExchangeTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly TestParticipant a = new(1);
    private readonly TestParticipant b = new(2);

    [Fact]
    public async Task Messages_receipts_and_entries_taken_back_are_stored()
    {
        await using var storeB = await postgres.OpenStoreAsync();
        await using var nodeB = await TestPeerNode.StartAsync(b, [], storeB);
        await nodeB.AdmitAsync(a);
        await using (var storeA = await postgres.OpenStoreAsync())
        {
            await using var nodeA = await TestPeerNode.StartAsync(a, [], storeA);
            await nodeA.AdmitAsync(b);
            await nodeA.ReleaseAsync(b, a.Message(1), a.Receipt(2));
            await nodeB.HasAsync(nodeB.From(a), 2);
            await nodeA.HasAsync(nodeA.From(b), 2);
        }

        await using var restored = await postgres.OpenStoreAsync();
        await using var again = await TestPeerNode.StartAsync(a, [], restored);
        await again.AdmitAsync(b);
        await again.HasAsync(again.To(b), 2);
        await again.ReleaseAsync(b, a.Receipt(3));
        await nodeB.HasAsync(nodeB.From(a), 3);
        Assert.NotEmpty(await again.EventsAsync<OwnEntriesTakenBack>(b));
        Assert.Empty(await nodeB.EventsAsync<PeerInputQuarantined>(a));
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }
}
