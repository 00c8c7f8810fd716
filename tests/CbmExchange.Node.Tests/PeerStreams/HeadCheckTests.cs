using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.Tests.PeerStreams;

public sealed class HeadCheckTests : IDisposable
{
    private readonly TestParticipant a = new(1);
    private readonly TestParticipant b = new(2);
    private readonly string home = Directory.CreateTempSubdirectory("cbm-heads-").FullName;

    [Fact]
    public async Task A_node_that_lost_its_entries_takes_them_back_before_it_serves()
    {
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        var lost = await TestPeerNode.StartAsync(a, [b]);
        await lost.ReleaseAsync(b, a.Receipt(1), a.Receipt(2));
        await nodeB.HasAsync(nodeB.From(a), 2);
        await lost.ReleaseAsync(b, a.Receipt(3));
        await nodeB.HasAsync(nodeB.From(a), 3);
        await lost.DisposeAsync();

        await using var restored = await TestPeerNode.StartAsync(a, [b]);
        await restored.HasAsync(restored.To(b), 3);
        Assert.Equal(2, (await restored.EventsAsync<OwnEntriesTakenBack>(b)).Count);
        await restored.ReleaseAsync(b, a.Receipt(4));
        await nodeB.HasAsync(nodeB.From(a), 4);
        Assert.Empty(await nodeB.EventsAsync<PeerInputQuarantined>(a));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Entries_come_back_under_our_own_key_but_not_under_one_that_was_stolen(bool isStolen)
    {
        var store = new CbmExchange.Store.InMemoryEventStore(TimeProvider.System);
        var since = TimeProvider.System.GetUtcNow().AddHours(-1);
        var identity = new SyncIdentity(a.Id, a.Checkpoint, a.Keys, a.Tls.Certificate);
        var comparison = new HeadComparison(
            store,
            isStolen
                ? identity with { TakeBackKeys = a.Keys.WithStatus(a.Checkpoint.Id, KeyStatus.Compromised, since) }
                : identity,
            TimeProvider.System);
        var stream = new PeerStreamId(a.Id, b.Id, 1);
        var batch = ScriptedPeer.Batch(stream, a.Checkpoint, a.Receipt(1));

        var back = await comparison.StoreAsync(stream, CompactRange.Empty, batch, CancellationToken.None);

        Assert.Equal(isStolen ? null : 1L, back?.Size);
    }

    [Fact]
    public async Task A_peer_adds_no_holder_it_gives_back_what_stands_in_its_own_stream_or_nothing()
    {
        var store = new CbmExchange.Store.InMemoryEventStore(TimeProvider.System);
        var comparison = new HeadComparison(
            store, new SyncIdentity(a.Id, a.Checkpoint, a.Keys, a.Tls.Certificate), TimeProvider.System);
        var (toB, toAnother) = (new PeerStreamId(a.Id, b.Id, 1), new PeerStreamId(a.Id, new("another"), 1));

        var forAnother = ScriptedPeer.Batch(toAnother, a.Checkpoint, a.Message(1));
        Assert.Null(await comparison.StoreAsync(toB, CompactRange.Empty, forAnother, CancellationToken.None));
        var byItself = ScriptedPeer.Batch(toB, b.Checkpoint, a.Message(1));
        Assert.Null(await comparison.StoreAsync(toB, CompactRange.Empty, byItself, CancellationToken.None));
        Assert.Empty(await BackAsync(store));

        var ours = ScriptedPeer.Batch(toB, a.Checkpoint, a.Message(1), a.Receipt(2));
        Assert.NotNull(await comparison.StoreAsync(toB, CompactRange.Empty, ours, CancellationToken.None));
        await comparison.StoreAsync(toB, CompactRange.Empty, ours, CancellationToken.None);
        Assert.Equal(b.Id, Assert.Single(await BackAsync(store)).Recipient);
    }

    [Fact]
    public async Task A_statement_whose_key_is_gone_still_says_whose_record_it_is()
    {
        using var gone = EcdsaSigningKey.Create(KeyPurpose.Statement);
        var store = new CbmExchange.Store.InMemoryEventStore(TimeProvider.System);
        var comparison = new HeadComparison(
            store, new SyncIdentity(a.Id, a.Checkpoint, a.Keys, a.Tls.Certificate), TimeProvider.System);
        var stream = new PeerStreamId(a.Id, b.Id, 1);

        await comparison.StoreAsync(
            stream, CompactRange.Empty, ScriptedPeer.Batch(stream, a.Checkpoint, a.Message(1, gone)),
            CancellationToken.None);

        var back = Assert.Single(await BackAsync(store));
        Assert.Equal("national-document", back.Header.RecordType);
        Assert.Empty(back.Content.Claims.EnumerateObject());
        Assert.NotEmpty(back.Disclosed);
    }

    [Fact]
    public async Task A_node_that_wrote_another_history_signs_nothing_until_a_new_generation_is_opened()
    {
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        var lost = await TestPeerNode.StartAsync(a, [b]);
        await lost.ReleaseAsync(b, a.Receipt(1));
        await nodeB.HasAsync(nodeB.From(a), 1);
        await lost.DisposeAsync();

        var store = new CbmExchange.Store.InMemoryEventStore(TimeProvider.System);
        await using var other = await TestPeerNode.StartAsync(a, [b], store);
        await other.ReleaseAsync(b, a.Receipt(9));
        await other.AdmitAsync(b);
        await TestPeerNode.EventuallyAsync(
            () => Task.FromResult(other.Gate.Phases.GetValueOrDefault(b.Id) == HeadCheckPhase.NeedsGeneration),
            () => "no new generation was asked for");

        await store.PeerStreams.OpenAsync(new PeerStreamId(a.Id, b.Id, 2));
        await nodeB.HasAsync(nodeB.From(a), 1);
        await other.Store.AppendAsync(new CbmExchange.Store.AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new("node", null, [new NodeStarted(a.Id, "test", default)])],
            PeerEntries = [new(new PeerStreamId(a.Id, b.Id, 2), [a.Receipt(10)])],
        });
        await nodeB.HasAsync(new PeerStreamId(a.Id, b.Id, 2), 1);
        Assert.Equal(1, await nodeB.SizeAsync(nodeB.From(a)));
    }

    [Fact]
    public async Task A_node_that_lost_a_generation_knows_which_the_peer_holds()
    {
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        var lost = await TestPeerNode.StartAsync(a, [b]);
        await lost.Store.PeerStreams.OpenAsync(new PeerStreamId(a.Id, b.Id, 3));
        await lost.Store.AppendAsync(new CbmExchange.Store.AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new("node", null, [new NodeStarted(a.Id, "test", default)])],
            PeerEntries = [new(new PeerStreamId(a.Id, b.Id, 3), [a.Receipt(1)])],
        });
        await nodeB.HasAsync(new PeerStreamId(a.Id, b.Id, 3), 1);
        await lost.DisposeAsync();

        await using var restored = await TestPeerNode.StartAsync(a, [b]);
        await TestPeerNode.EventuallyAsync(
            () => Task.FromResult(restored.Connections.NeedsGeneration(b.Id)),
            () => "no new generation was asked for");
        Assert.Equal(3, restored.Connections.HeldGeneration(b.Id));
    }

    [Fact]
    public async Task After_an_orderly_stop_a_silent_peer_is_not_waited_for_and_after_a_crash_it_is()
    {
        var nodeB = await TestPeerNode.StartAsync(b, [a]);
        var node = await TestPeerNode.StartAsync(a, [b], home: home);
        await node.ReleaseAsync(b, a.Receipt(1));
        await nodeB.HasAsync(nodeB.From(a), 1);
        await nodeB.DisposeAsync();
        await node.DisposeAsync();
        Assert.True(File.Exists(Path.Combine(home, "peer-heads.json")));

        await using var again = await TestPeerNode.StartAsync(a, [b], node.Store, home);
        await again.Gate.WaitAsync(b.Id, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(File.Exists(Path.Combine(home, "peer-heads.json")));
    }

    private static async Task<List<ReleaseTakenBack>> BackAsync(CbmExchange.Store.IEventStore store)
    {
        var found = new List<ReleaseTakenBack>();
        await foreach (var stored in store.ReadAllAsync())
        {
            if (stored.Body is ReleaseTakenBack back)
            {
                found.Add(back);
            }
        }

        return found;
    }

    public void Dispose()
    {
        Directory.Delete(home, recursive: true);
        a.Dispose();
        b.Dispose();
    }
}
