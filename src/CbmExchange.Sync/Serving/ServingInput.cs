using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Sync.Serving;

/// <summary>What happens to the serving of one peer's stream.</summary>
public abstract record ServingInput
{
    private ServingInput()
    {
    }

    /// <summary>The peer asks; Size and Generation are those of our stream to it.</summary>
    public sealed record FollowRequested(int AskedGeneration, long AfterSize, int Generation, long Size) : ServingInput;

    /// <summary>The page asked for: consecutive entries after what was sent; empty when there are none.</summary>
    public sealed record PageRead(ImmutableArray<SealedEntry> Entries) : ServingInput;

    /// <summary>
    /// Our stream to this peer has this many entries. A hint that may come late, twice or out of order.
    /// </summary>
    public sealed record AppendSignalled(long Size) : ServingInput;

    /// <summary>The message last asked for was taken.</summary>
    public sealed record SentConfirmed : ServingInput;

    /// <summary>The clock moved.</summary>
    public sealed record TimePassed : ServingInput;

    /// <summary>The same peer opened a newer follow.</summary>
    public sealed record NewerFollow : ServingInput;

    /// <summary>Two officers opened a newer generation of this stream.</summary>
    public sealed record NewerGeneration : ServingInput;

    /// <summary>This node shuts down.</summary>
    public sealed record Shutdown : ServingInput;
}
