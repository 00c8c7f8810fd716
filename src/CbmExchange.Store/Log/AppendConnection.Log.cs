using Microsoft.Extensions.Logging;

namespace CbmExchange.Store.Log;

internal sealed partial class AppendConnection
{
    [LoggerMessage(StoreLogEvents.AppendRetried, LogLevel.Warning,
        "Try {Attempt} to append {Count} requests failed; the same command ids are sent again.")]
    private static partial void LogRetried(ILogger logger, int attempt, int count, Exception error);

    [LoggerMessage(StoreLogEvents.AppendUnknown, LogLevel.Warning,
        "Whether {Count} requests were appended is not known; their callers ask again with the same command ids.")]
    private static partial void LogUnknown(ILogger logger, int count);

    [LoggerMessage(StoreLogEvents.AppendDiskFull, LogLevel.Error,
        "Alarm disk-full: the disk of the database is full; {Count} requests were refused and nothing of them was "
        + "kept. See runbooks/disk-full.")]
    private static partial void LogDiskFull(ILogger logger, int count);

    [LoggerMessage(StoreLogEvents.AppendBatchRefused, LogLevel.Warning,
        "A batch of {Count} requests was refused as a whole; each is tried by itself.")]
    private static partial void LogBatchRefused(ILogger logger, int count, Exception error);
}
