using CbmExchange.Sync.CheckpointsOfPeer;

namespace CbmExchange.Sync.Tests;

public class CheckpointOfPeerPolicyTests
{
    [Fact]
    public void One_is_due_once_per_interval_and_only_with_news()
    {
        var now = TestStream.Start;

        Assert.True(CheckpointOfPeerPolicy.IsDue(null, true, now));
        Assert.False(CheckpointOfPeerPolicy.IsDue(null, false, now));
        Assert.False(CheckpointOfPeerPolicy.IsDue(
            now - SyncLimits.CheckpointOfPeerInterval + TimeSpan.FromTicks(1), true, now));
        Assert.True(CheckpointOfPeerPolicy.IsDue(now - SyncLimits.CheckpointOfPeerInterval, true, now));
    }

    [Theory]
    [InlineData("released", true)]
    [InlineData("message", true)]
    [InlineData("key", true)]
    [InlineData("receipt", false)]
    [InlineData("checkpoint-of-peer", false)]
    public void Receipts_and_checkpoints_of_peer_are_never_answered(string kind, bool counts) =>
        Assert.Equal(counts, CheckpointOfPeerPolicy.Counts(kind));
}
