using Microsoft.Extensions.Logging;

namespace CbmExchange.Store.Log;

internal sealed partial class LogSignal
{
    [LoggerMessage(StoreLogEvents.ListenerLost, LogLevel.Warning,
        "The listening connection was lost; polling goes on.")]
    private static partial void LogListenerLost(ILogger logger, Exception error);
}
