namespace CbmExchange.Sync.Following;

/// <summary>Names of alarms that are not faults of an input.</summary>
public static class FollowerAlarms
{
    /// <summary>The peer's clock and ours differ by more than <see cref="SyncLimits.ClockSkewFlagged"/>.</summary>
    public const string ClockSkew = "CLOCK_SKEW";

    /// <summary>
    /// The peer has fewer entries than we hold: it was probably restored and will take its entries back.
    /// </summary>
    public const string PeerHeadBehind = "PEER_HEAD_BEHIND";

    /// <summary>The peer opened a new generation; what we held of the old one stays as evidence.</summary>
    public const string NewGeneration = "NEW_GENERATION";

    /// <summary>Our own store did not take a batch.</summary>
    public const string StoreUnavailable = "STORE_UNAVAILABLE";
}
