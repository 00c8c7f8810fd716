using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Sync.Serving;

/// <summary>What serving asks its shell to do. At most one read or one send is out at a time.</summary>
public abstract record ServingOutput
{
    private ServingOutput()
    {
    }

    /// <summary>
    /// Read a page after this size: at most EnvelopeLimits.BatchEntriesMax entries and BatchBytesMax bytes.
    /// </summary>
    public sealed record ReadPage(long AfterSize) : ServingOutput;

    /// <summary>Send entries with a checkpoint for exactly FirstIndex + Entries.Length.</summary>
    public sealed record SendBatch(long FirstIndex, ImmutableArray<SealedEntry> Entries) : ServingOutput;

    /// <summary>Send CaughtUp with a freshly dated checkpoint for exactly this size.</summary>
    public sealed record SendCaughtUp(long Size) : ServingOutput;

    /// <summary>Send a heartbeat with a freshly dated checkpoint for exactly this size.</summary>
    public sealed record SendHeartbeat(long Size) : ServingOutput;

    /// <summary>End the call.</summary>
    public sealed record End(ServingEnd Reason) : ServingOutput;
}
