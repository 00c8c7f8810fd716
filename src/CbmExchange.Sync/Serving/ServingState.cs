namespace CbmExchange.Sync.Serving;

/// <summary>
/// State of serving one peer. Holds sizes only, never entries: a slow reader costs no memory. Invariant: Sent never
/// passes Size, and only a confirmed send moves it.
/// </summary>
public sealed record ServingState
{
    /// <summary>Nothing asked yet.</summary>
    public static ServingState Start { get; } = new();

    /// <summary>Where it stands.</summary>
    public ServingPhase Phase { get; init; }

    /// <summary>Entries of our stream to this peer, as far as we know.</summary>
    public long Size { get; init; }

    /// <summary>Entries that the peer had or took.</summary>
    public long Sent { get; init; }

    /// <summary>Entries of the batch being sent.</summary>
    public int SendingCount { get; init; }

    /// <summary>Size when the follow began: the end of back-fill.</summary>
    public long BackFillTo { get; init; }

    /// <summary>When the message now being sent was handed out; null when none is.</summary>
    public DateTimeOffset? SendingSince { get; init; }

    /// <summary>True while a page is being read.</summary>
    public bool IsReadingPage { get; init; }

    /// <summary>When the next heartbeat is due: the beginning of the follow plus whole intervals.</summary>
    public DateTimeOffset HeartbeatAt { get; init; }
}
