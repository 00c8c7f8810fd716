using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>What a peer says of its keys in its stream, over real mutual TLS.</summary>
public sealed class KeyEntryTests : IDisposable
{
    private readonly TestParticipant a = new(1);
    private readonly TestParticipant b = new(2);
    private readonly EcdsaSigningKey second = EcdsaSigningKey.Create(KeyPurpose.Statement);
    private readonly EcdsaSigningKey third = EcdsaSigningKey.Create(KeyPurpose.Statement);

    [Fact]
    public async Task Two_versions_in_one_batch_are_both_taken_and_what_they_brought_opens_at_once()
    {
        var two = a.Renew(a.Descriptor, second);
        var three = a.Renew(two, third);
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await nodeA.ReleaseAsync(
            b, TestParticipant.Announce(two), TestParticipant.Announce(three), a.Message(1, second),
            a.Message(2, third), a.Message(3));
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);

        await DeliveredAsync(nodeB, 3);
        Assert.Equal([2, 3], (await nodeB.EventsAsync<PeerDescriptorRenewed>(a)).Select(one => one.DescriptorVersion));
        Assert.Empty(await nodeB.EventsAsync<PeerStatementQuarantined>(a));
    }

    [Fact]
    public async Task A_message_that_came_before_its_key_is_receipted_when_the_key_comes()
    {
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeA.ReleaseAsync(b, a.Message(1, second));
        await nodeB.EvidenceAsync(a, StatementFaults.UnknownKey);
        Assert.Empty(await nodeB.EventsAsync<MessageDeliveredReceiptWritten>(a));

        await nodeA.ReleaseAsync(b, TestParticipant.Announce(a.Renew(a.Descriptor, second)));

        await DeliveredAsync(nodeB, 1);
        Assert.Single(await nodeB.EventsAsync<PeerStatementQuarantined>(a));
    }

    [Fact]
    public async Task A_version_that_is_held_or_older_changes_nothing()
    {
        var two = a.Renew(a.Descriptor, second);
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeA.ReleaseAsync(
            b, TestParticipant.Announce(two), TestParticipant.Announce(a.Descriptor), TestParticipant.Announce(two),
            a.Message(1, second));

        await DeliveredAsync(nodeB, 1);
        Assert.Equal(2, Assert.Single(await nodeB.EventsAsync<PeerDescriptorRenewed>(a)).DescriptorVersion);
    }

    [Fact]
    public async Task A_version_that_another_recovery_key_signed_is_refused()
    {
        var stolen = b.Renew(b.Descriptor, second);
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeA.ReleaseAsync(b, TestParticipant.Announce(stolen), a.Message(1));

        await DeliveredAsync(nodeB, 1);
        Assert.Empty(await nodeB.EventsAsync<PeerDescriptorRenewed>(a));
    }

    [Fact]
    public async Task A_retirement_said_again_is_not_written_again()
    {
        var since = TimeProvider.System.GetUtcNow().AddHours(-1);
        await using var nodeA = await TestPeerNode.StartAsync(a, [b]);
        await using var nodeB = await TestPeerNode.StartAsync(b, [a]);
        await nodeA.ReleaseAsync(
            b, PeerEntryBuilder.KeyRetired(a.Checkpoint.Id, since), PeerEntryBuilder.KeyRetired(a.Checkpoint.Id, since),
            PeerEntryBuilder.KeyRetired(a.Checkpoint.Id, since), a.Message(1));

        await DeliveredAsync(nodeB, 1);
        Assert.Single(await nodeB.EventsAsync<PeerKeyChanged>(a));
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
        second.Dispose();
        third.Dispose();
    }

    private Task DeliveredAsync(TestPeerNode node, int count) => TestPeerNode.EventuallyAsync(
        async () => (await node.EventsAsync<MessageDeliveredReceiptWritten>(a)).Count == count,
        () => $"never {count} messages receipted");
}
