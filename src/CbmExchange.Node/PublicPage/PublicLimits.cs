namespace CbmExchange.Node.PublicPage;

/// <summary>Upper bounds of the public page: it must never cost officers or peers anything that they notice.</summary>
internal static class PublicLimits
{
    /// <summary>Open connections; they have places of their own beside those of officers and peers.</summary>
    public const int ConnectionsMax = 200;

    /// <summary>Requests a second, of everyone together, for long: a page is one indexed query.</summary>
    public const int RequestsPerSecond = 100;

    /// <summary>Requests at once.</summary>
    public const int RequestsBurst = 200;

    /// <summary>Records of one page of the list.</summary>
    public const int PageCountMax = 100;

    /// <summary>Entries of a feed: who follows it asks more often than a hundred records change.</summary>
    public const int FeedCountMax = 100;

    /// <summary>How long the types that stand on the page are remembered: to count them reads all rows.</summary>
    public static readonly TimeSpan TypesKept = TimeSpan.FromSeconds(5);

    /// <summary>Length of a path with its question; the longest that the page gives out has 130 characters.</summary>
    public const int RequestLineBytesMax = 1024;

    /// <summary>Bytes of all headers of a request.</summary>
    public const int HeadersBytesMax = 8 * 1024;

    /// <summary>Time for the headers of a request to arrive.</summary>
    public static readonly TimeSpan HeadersMax = TimeSpan.FromSeconds(10);
}
