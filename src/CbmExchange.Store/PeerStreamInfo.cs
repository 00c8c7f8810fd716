using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>One line of the list of streams.</summary>
public sealed record PeerStreamInfo
{
    /// <summary>The stream.</summary>
    public required PeerStreamId Stream { get; init; }

    /// <summary>Number of entries stored.</summary>
    public required PeerSequence Size { get; init; }

    /// <summary>A newer generation was opened.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>When it was opened here.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When an entry was stored last; the opening until then.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
