using Microsoft.Extensions.Logging;

namespace CbmExchange.Store;

public sealed partial class ProjectionRunner
{
    [LoggerMessage(StoreLogEvents.ProjectionStopped, LogLevel.Error,
        "The projection {Name} stopped before the event at {Position}; its dead letter says why.")]
    private static partial void LogStopped(ILogger logger, string name, long position);

    [LoggerMessage(StoreLogEvents.ProjectionWaits, LogLevel.Warning, "The projections wait for the database.")]
    private static partial void LogWaits(ILogger logger, Exception error);

    [LoggerMessage(StoreLogEvents.ProjectionGoesOn, LogLevel.Information,
        "The database answers again and the projections go on.")]
    private static partial void LogGoesOn(ILogger logger);

    [LoggerMessage(StoreLogEvents.ProjectionRebuilt, LogLevel.Information,
        "The projection {Name} was rebuilt up to {Position}.")]
    private static partial void LogRebuilt(ILogger logger, string name, long position);
}
