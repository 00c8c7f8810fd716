namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>A head of a stream that its originator signed.</summary>
public sealed record VerifiedHead
{
    internal VerifiedHead(PeerStreamId stream, CompactRange range, byte[] checkpoint, DateTimeOffset signedAt)
    {
        Stream = stream;
        Range = range;
        Checkpoint = checkpoint;
        SignedAt = signedAt;
    }

    /// <summary>The stream.</summary>
    public PeerStreamId Stream { get; }

    /// <summary>The right edge of the tree; its size is the number of entries.</summary>
    public CompactRange Range { get; }

    /// <summary>The signed note as received: evidence, and what we give back when asked for the held head.</summary>
    public ReadOnlyMemory<byte> Checkpoint { get; }

    /// <summary>The originator's clock when it signed.</summary>
    public DateTimeOffset SignedAt { get; }
}
