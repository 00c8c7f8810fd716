namespace CbmExchange.Sync;

/// <summary>
/// Time between two readings of one clock. Clocks are set right, also backwards and by hours: a moment that lies ahead
/// then counts by its distance, so that nothing waits until the clock has caught up with it.
/// </summary>
internal static class Elapsed
{
    /// <summary>How far a moment of the past lies from now; never negative.</summary>
    public static TimeSpan Since(DateTimeOffset moment, DateTimeOffset now) => (now - moment).Duration();

    /// <summary>True when a planned moment has come, or lies further ahead than it was ever planned.</summary>
    /// <param name="planned">The moment.</param>
    /// <param name="waitMax">The longest wait that is planned.</param>
    /// <param name="now">The clock.</param>
    public static bool IsDue(DateTimeOffset planned, TimeSpan waitMax, DateTimeOffset now) =>
        planned <= now || planned - now > waitMax;
}
