namespace CbmExchange.Node.PeerStreams;

internal sealed partial class HeadChecks
{
    [LoggerMessage(PeerStreamEventIds.ServeAllowed, LogLevel.Information,
        "Our stream to {Peer} may be signed from {Size} entries on.")]
    private static partial void Allowed(ILogger log, string peer, long size);

    [LoggerMessage(PeerStreamEventIds.TakingBack, LogLevel.Warning,
        "{Peer} holds more of our stream than we do; taking back entries {From} to {To}.")]
    private static partial void TakingBack(ILogger log, string peer, long from, long to);

    [LoggerMessage(PeerStreamEventIds.HeadsNotWritten, LogLevel.Warning,
        "The store does not answer: how far our streams are is not written down, and the next start asks the peers.")]
    private static partial void NotWrittenDown(ILogger log);

    [LoggerMessage(PeerStreamEventIds.NewGenerationNeeded, LogLevel.Error,
        "Our stream to {Peer} cannot go on ({Reason}); two officers must open a new generation.")]
    private static partial void GenerationNeeded(ILogger log, string peer, string reason);
}
