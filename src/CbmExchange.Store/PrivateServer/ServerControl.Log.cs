using Microsoft.Extensions.Logging;

namespace CbmExchange.Store.PrivateServer;

internal sealed partial class ServerControl
{
    [LoggerMessage(StoreLogEvents.ServerStarted, LogLevel.Information, "The private PostgreSQL was started.")]
    private static partial void LogStarted(ILogger logger);

    [LoggerMessage(StoreLogEvents.ServerAdopted, LogLevel.Warning,
        "A private PostgreSQL left by a killed node was running and is used on.")]
    private static partial void LogAdopted(ILogger logger);

    [LoggerMessage(StoreLogEvents.ServerStopped, LogLevel.Information, "The private PostgreSQL was stopped.")]
    private static partial void LogStopped(ILogger logger);
}
