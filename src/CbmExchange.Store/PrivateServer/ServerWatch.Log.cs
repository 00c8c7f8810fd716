using Microsoft.Extensions.Logging;

namespace CbmExchange.Store.PrivateServer;

internal sealed partial class ServerWatch
{
    [LoggerMessage(StoreLogEvents.ServerEnded, LogLevel.Error,
        "Alarm database-ended: the private PostgreSQL ended while the node runs. It is started again; until then "
        + "lookups go on from memory and nothing new is accepted. See runbooks/database-ended.")]
    private static partial void LogEnded(ILogger logger);

    [LoggerMessage(StoreLogEvents.ServerHung, LogLevel.Error,
        "Alarm database-ended: the private PostgreSQL runs but gave no answer for {Seconds} s. It is ended and started "
        + "again; until then lookups go on from memory and nothing new is accepted. See runbooks/database-ended.")]
    private static partial void LogHung(ILogger logger, int seconds);

    [LoggerMessage(StoreLogEvents.ServerRestarted, LogLevel.Warning,
        "The private PostgreSQL was started again; everything goes on.")]
    private static partial void LogRestarted(ILogger logger);

    [LoggerMessage(StoreLogEvents.ServerNotRestarted, LogLevel.Error,
        "Alarm database-ended: the private PostgreSQL could not be started again and is tried later: {Sentence} See "
        + "runbooks/database-ended.")]
    private static partial void LogNotRestarted(ILogger logger, string sentence);
}
