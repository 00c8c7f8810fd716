using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Doors;

internal sealed partial class OfficerDoor
{
    [LoggerMessage(
        NodeEventIds.OfficerUnknown,
        LogLevel.Warning,
        "A certificate with key {KeySha256} is no officer's."
    )]
    private static partial void OfficerUnknown(ILogger log, string keySha256);

    [LoggerMessage(
        NodeEventIds.RoleMissing,
        LogLevel.Warning,
        "Officer {OfficerId} has no role for {Rpc}; correlation {CorrelationId}."
    )]
    private static partial void RoleMissing(ILogger log, string officerId, string rpc, string correlationId);
}
