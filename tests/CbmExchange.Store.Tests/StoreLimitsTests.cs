namespace CbmExchange.Store.Tests;

public sealed class StoreLimitsTests
{
    [Fact]
    public void Limits_fit_each_other()
    {
        Assert.True(StoreLimits.AppendBatchCountMax <= StoreLimits.AppendQueueCountMax);
        Assert.True(StoreLimits.AppendBatchBytesMax <= StoreLimits.AppendRequestBytesMax);
        Assert.True(StoreLimits.EvidenceBytesMax <= StoreLimits.AppendBatchBytesMax);
        Assert.True(StoreLimits.LockTimeout < StoreLimits.StatementTimeout);
        Assert.True(StoreLimits.AttachmentChunkBytesMax <= StoreLimits.AttachmentBytesMax);
    }
}
