using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Audit;

internal sealed partial class ExportAudit
{
    [LoggerMessage(NodeEventIds.ExportWaits, LogLevel.Warning,
        "Officer {OfficerId} took {Contacts} contacts as {Format} at {At}; the log of record does not answer, so the "
        + "event waits.")]
    private static partial void Waits(ILogger log, string officerId, int contacts, string format, DateTimeOffset at);

    [LoggerMessage(NodeEventIds.ExportNotKept, LogLevel.Warning,
        "That officer {OfficerId} took {Contacts} contacts as {Format} at {At} is in this log only.")]
    private static partial void NotKept(ILogger log, string officerId, int contacts, string format, DateTimeOffset at);
}
