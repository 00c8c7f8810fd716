using CbmExchange.Node.Observation;

namespace CbmExchange.Node.Contacts;

internal sealed partial class ContactDirectory
{
    [LoggerMessage(NodeEventIds.DirectoryFromMemory, LogLevel.Warning,
        "The store does not answer; contacts are answered from memory as of {AsOf}.")]
    private static partial void LostStore(ILogger log, DateTimeOffset asOf, Exception error);
}
