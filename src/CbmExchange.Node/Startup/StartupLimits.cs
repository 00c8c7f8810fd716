namespace CbmExchange.Node.Startup;

/// <summary>What the start of a node accepts.</summary>
internal static class StartupLimits
{
    /// <summary>
    /// Bytes free on the disk of the home below which the node does not start: room for some hours of log.
    /// </summary>
    public const long DiskFreeBytesMin = 256L * 1024 * 1024;

    /// <summary>
    /// How far the clock may lie behind the last event of the log: more would date new events before old ones.
    /// </summary>
    public static readonly TimeSpan ClockBehindMax = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How far the clocks of this machine and of the database server may lie apart, either way: two machines that are
    /// kept in time differ by less than a second, so one of them is wrong.
    /// </summary>
    public static readonly TimeSpan DatabaseClockApartMax = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How far our clock may lie behind the newest signature of a peer: wide, since the peer's clock may be the wrong
    /// one.
    /// </summary>
    public static readonly TimeSpan PeerClockAheadMax = TimeSpan.FromHours(25);

    /// <summary>Time to find, start and migrate the database before the start is given up.</summary>
    public static readonly TimeSpan DatabaseStartMax = TimeSpan.FromMinutes(2);

    /// <summary>From this time before the end of a certificate on, the start warns.</summary>
    public static readonly TimeSpan CertificateWarning = TimeSpan.FromDays(30);
}
