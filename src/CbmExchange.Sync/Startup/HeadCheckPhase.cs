namespace CbmExchange.Sync.Startup;

/// <summary>Where the comparison of one stream stands.</summary>
public enum HeadCheckPhase
{
    /// <summary>The peer was asked.</summary>
    Asking,

    /// <summary>The peer does not answer and nothing else proves our head; it is asked again.</summary>
    Unproven,

    /// <summary>Our own entries are coming back.</summary>
    TakingBack,

    /// <summary>Signing is allowed.</summary>
    Allowed,

    /// <summary>Only two officers can go on.</summary>
    NeedsGeneration,
}
