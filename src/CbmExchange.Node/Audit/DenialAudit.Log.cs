using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Audit;

internal sealed partial class DenialAudit
{
    [LoggerMessage(NodeEventIds.DenialsNotKept, LogLevel.Warning,
        "Too many denials wait; that of officer {OfficerId} for {Rpc} is in this log only.")]
    private static partial void NotKept(ILogger log, string officerId, string rpc);

    [LoggerMessage(NodeEventIds.DenialAppendFailed, LogLevel.Warning,
        "The denial of officer {OfficerId} for {Rpc} could not be written to the log of record.")]
    private static partial void AppendFailed(ILogger log, string officerId, string rpc);
}
