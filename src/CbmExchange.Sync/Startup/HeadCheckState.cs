namespace CbmExchange.Sync.Startup;

/// <summary>State of the comparison of one of our own streams with what its recipient holds.</summary>
public sealed record HeadCheckState
{
    /// <summary>Generation of our stream.</summary>
    public required int Generation { get; init; }

    /// <summary>Number of entries of our stream.</summary>
    public required long Size { get; init; }

    /// <summary>The latest generation that the recipient proved to hold; 0 while it proved none.</summary>
    public int HeldGeneration { get; init; }

    /// <summary>What the last orderly shutdown wrote down; null when there was none.</summary>
    public StoppedHead? Stopped { get; init; }

    /// <summary>Where it stands.</summary>
    public HeadCheckPhase Phase { get; init; }

    /// <summary>When the present phase began.</summary>
    public required DateTimeOffset Since { get; init; }
}
