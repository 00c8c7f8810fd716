namespace CbmExchange.Node.PeerStreams;

internal sealed partial class PeerStreamWaker
{
    [LoggerMessage(PeerStreamEventIds.WakerLostStore, LogLevel.Warning,
        "The store does not answer; peers get nothing new until it does.")]
    private static partial void LostStore(ILogger log);
}
