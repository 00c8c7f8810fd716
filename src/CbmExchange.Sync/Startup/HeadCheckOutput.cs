namespace CbmExchange.Sync.Startup;

/// <summary>What the comparison asks its shell to do.</summary>
public abstract record HeadCheckOutput
{
    private HeadCheckOutput()
    {
    }

    /// <summary>Ask the peer for the head that it holds.</summary>
    public sealed record AskHeldHead : HeadCheckOutput;

    /// <summary>Checkpoints of this stream may be signed.</summary>
    public sealed record ServeAllowed : HeadCheckOutput;

    /// <summary>Take our own entries back from the peer, from this size to the head that it holds.</summary>
    public sealed record TakeBack(int Generation, long FromSize, long ToSize) : HeadCheckOutput;

    /// <summary>Two officers must open a new generation; until then nothing of this stream is signed.</summary>
    public sealed record NeedNewGeneration(string Reason) : HeadCheckOutput;
}
