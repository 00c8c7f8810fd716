using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Tables;

internal sealed partial class TableFollower
{
    [LoggerMessage(
        NodeEventIds.TablesCaughtUp,
        LogLevel.Information,
        "Tables in memory are complete up to {Position}."
    )]
    private static partial void CaughtUp(ILogger log, long position);

    [LoggerMessage(
        NodeEventIds.TablesLostStore,
        LogLevel.Warning,
        "The store does not answer; tables in memory stay as of {Position}."
    )]
    private static partial void LostStore(ILogger log, long position);

    [LoggerMessage(
        NodeEventIds.TablePassedOver,
        LogLevel.Error,
        "{Table} passed over the event at {Position} ({Fault}) and may be incomplete; see runbooks/table-incomplete."
    )]
    private static partial void EventPassedOver(ILogger log, string table, long position, string fault);
}
