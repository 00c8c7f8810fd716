namespace CbmExchange.Node.PeerStreams;

internal sealed partial class PeerSyncServiceImpl
{
    [LoggerMessage(PeerStreamEventIds.ServingBegan, LogLevel.Information,
        "Peer {Peer} follows from {AfterSize} entries on.")]
    private static partial void Began(ILogger log, string peer, long afterSize);

    [LoggerMessage(PeerStreamEventIds.ServingEnded, LogLevel.Information, "Peer {Peer} no longer follows.")]
    private static partial void Ended(ILogger log, string peer);
}
