using CbmExchange.Sync.Following;

namespace CbmExchange.Node.PeerStreams;

internal sealed partial class PeerFollower
{
    [LoggerMessage(PeerStreamEventIds.PhaseChanged, LogLevel.Information, "Following {Peer}: {Phase}.")]
    private static partial void PhaseChanged(ILogger log, string peer, FollowerPhase phase);

    // Error level means a human must act.
    [LoggerMessage(PeerStreamEventIds.StreamAlarm, LogLevel.Error, "Alarm {Name} in the stream of {Peer}: {Sentence}")]
    private static partial void StreamAlarm(ILogger log, string peer, string name, string sentence);

    [LoggerMessage(PeerStreamEventIds.PeerNotice, LogLevel.Warning,
        "Notice {Name} in the stream of {Peer}: {Sentence}")]
    private static partial void Notice(ILogger log, string peer, string name, string sentence);

    [LoggerMessage(PeerStreamEventIds.ConnectionEnded, LogLevel.Information,
        "The connection to {Peer} ended: {Reason}.")]
    private static partial void ConnectionEnded(ILogger log, string peer, string reason);

    [LoggerMessage(PeerStreamEventIds.StoreRefused, LogLevel.Warning,
        "The store did not take what {Peer} sent: {Reason}.")]
    private static partial void StoreRefused(ILogger log, string peer, string reason);

    [LoggerMessage(PeerStreamEventIds.FollowerFailed, LogLevel.Warning, "Following {Peer} failed and begins anew.")]
    private static partial void Failed(ILogger log, string peer, Exception fault);
}
