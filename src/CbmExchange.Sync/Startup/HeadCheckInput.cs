namespace CbmExchange.Sync.Startup;

/// <summary>What happens while our head in one stream is compared with the one its recipient holds.</summary>
public abstract record HeadCheckInput
{
    private HeadCheckInput()
    {
    }

    /// <summary>The peer holds nothing of this stream.</summary>
    public sealed record PeerHoldsNothing : HeadCheckInput;

    /// <summary>
    /// The peer holds a head that our own key signed. IsOnOurTree: our tree had that root at that size; null when we
    /// have fewer entries than that.
    /// </summary>
    public sealed record PeerHolds(int Generation, long Size, bool? IsOnOurTree) : HeadCheckInput;

    /// <summary>The peer did not answer, or not with a head that our key signed.</summary>
    public sealed record PeerSilent : HeadCheckInput;

    /// <summary>Our own entries came back, verified against our own signed head, and are stored.</summary>
    public sealed record TakenBack(long Size) : HeadCheckInput;

    /// <summary>The peer could not give our entries back.</summary>
    public sealed record TakeBackFailed : HeadCheckInput;

    /// <summary>The line broke while our entries came back; this many are stored.</summary>
    public sealed record TakeBackInterrupted(long Size) : HeadCheckInput;

    /// <summary>Two officers opened a new generation of the stream.</summary>
    public sealed record GenerationOpened(int Generation) : HeadCheckInput;

    /// <summary>The peer called us, so it is there.</summary>
    public sealed record PeerHeard : HeadCheckInput;

    /// <summary>The clock moved.</summary>
    public sealed record TimePassed : HeadCheckInput;
}
