namespace CbmExchange.Node.PublicPage;

/// <summary>Numbers of this folder's log messages: 4650 to 4699, never reused.</summary>
internal static class PublicEventIds
{
    /// <summary>The page.</summary>
    public const int PageFailed = 4650;
}
