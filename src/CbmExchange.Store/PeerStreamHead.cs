using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>How far a stream reaches.</summary>
public sealed record PeerStreamHead
{
    /// <summary>The stream.</summary>
    public required PeerStreamId Stream { get; init; }

    /// <summary>The right edge; its size is the number of entries.</summary>
    public required CompactRange Range { get; init; }

    /// <summary>A newer generation was opened.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>Mirrored streams: the signed note that came with the last batch; empty for own streams.</summary>
    public ReadOnlyMemory<byte> Checkpoint { get; init; }

    /// <summary>Mirrored streams: the originator's clock when it signed.</summary>
    public DateTimeOffset? SignedAt { get; init; }
}
