namespace CbmExchange.Sync.Tests;

public class LimitTests
{
    [Fact]
    public void Limits_stand_in_their_relations()
    {
        Assert.True(SyncLimits.SilenceMax >= SyncLimits.HeartbeatInterval * 3);
        Assert.True(SyncLimits.SlowReaderMax < SyncLimits.SilenceMax);
        Assert.True(SyncLimits.ReconnectFirst * Math.Pow(2, SyncLimits.BackOffDoublingsMax) >= SyncLimits.ReconnectMax);
        Assert.True(SyncLimits.EvidenceInterval <= SyncLimits.RefusedProbeInterval);
        Assert.True(SyncLimits.UnstoredBatchesMax >= 1);
    }
}
