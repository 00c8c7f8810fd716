namespace CbmExchange.Node.DutyDesk;

/// <summary>Limits of the duty desk.</summary>
internal static class DeskLimits
{
    /// <summary>Open connections of browsers.</summary>
    public const int ConnectionsMax = 500;

    /// <summary>Random bytes of a link and of a session.</summary>
    public const int SecretBytes = 32;

    /// <summary>Sessions of one officer; the oldest gives way.</summary>
    public const int SessionsPerOfficerMax = 8;

    /// <summary>Links of one officer that wait to be used; the oldest gives way.</summary>
    public const int LinksPerOfficerMax = 4;

    /// <summary>Requests per second of one address for long, and at once.</summary>
    public const int RequestsPerSecond = 50;

    /// <summary>Requests of one address at once: some pages with what belongs to them.</summary>
    public const int RequestsBurst = 300;

    /// <summary>How long a link is good for.</summary>
    public static readonly TimeSpan LinkMax = TimeSpan.FromMinutes(5);

    /// <summary>How long a session lasts without a request: a page that is open asks for news, and counts.</summary>
    public static readonly TimeSpan SessionIdleMax = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at most: a shift and its hand-over.</summary>
    public static readonly TimeSpan SessionMax = TimeSpan.FromHours(12);
}
