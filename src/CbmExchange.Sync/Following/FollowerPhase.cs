namespace CbmExchange.Sync.Following;

/// <summary>Where the follower of one peer stream stands.</summary>
public enum FollowerPhase
{
    /// <summary>The peer is not admitted.</summary>
    Idle,

    /// <summary>A reconnect is planned.</summary>
    Waiting,

    /// <summary>A follow was opened; the peer has not accepted it yet.</summary>
    Connecting,

    /// <summary>The peer sends what it had when the follow began.</summary>
    BackFill,

    /// <summary>The peer has sent all that was there; the last of it is being stored.</summary>
    CutOver,

    /// <summary>All is stored; entries and heartbeats come as they happen.</summary>
    Live,

    /// <summary>A fault that an officer, new keys or a new generation must lift.</summary>
    Refused,

    /// <summary>Refused, and asking whether the peer opened a new generation; nothing else is taken.</summary>
    Probing,

    /// <summary>An officer stopped the peer.</summary>
    Paused,
}
