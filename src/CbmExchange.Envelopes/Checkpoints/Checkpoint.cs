using System.Collections.Immutable;

namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>The head of a stream: C2SP tlog-checkpoint, with the signing time as its one extension line.</summary>
/// <param name="Origin">Names originator, recipient and generation of the stream.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">RFC 6962 §2.1 root, 32 bytes.</param>
/// <param name="SignedAt">The signer's clock, to the millisecond, UTC.</param>
public sealed record Checkpoint(string Origin, long Size, ImmutableArray<byte> Root, DateTimeOffset SignedAt)
{
    /// <summary>True when both say the same of the same stream, whenever they were signed.</summary>
    public bool SaysTheSameAs(Checkpoint other) =>
        Origin == other.Origin && Size == other.Size && Root.AsSpan().SequenceEqual(other.Root.AsSpan());
}
