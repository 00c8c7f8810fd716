namespace CbmExchange.Sync.Following;

/// <summary>What a fault does to the stream it was found in.</summary>
public enum FaultAnswer
{
    /// <summary>The connection is dropped and made again with back-off: nothing is proven against the peer.</summary>
    Reconnect,

    /// <summary>
    /// Refused, and tried once more after <see cref="SyncLimits.RefusedProbeInterval"/>: whoever sent it lacks the
    /// peer's key, or we lack its newest; neither may block the stream for ever.
    /// </summary>
    HoldThenRetry,

    /// <summary>
    /// Refused until an officer, new keys or a new generation lift it: the peer's own key signed the proof.
    /// </summary>
    Stop,
}
