using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// An entry of a peer whose bytes are proven to stand at <see cref="Index"/> of the stream by a checkpoint that the
/// originator signed, and whose statement and disclosures match it. Made by <c>PeerStreamVerifier</c> only (D6): the
/// signature of the statement itself is checked later, when a <c>VerifiedStatement</c> is made.
/// </summary>
public sealed record VerifiedEntry
{
    internal VerifiedEntry(long index, SealedEntry sealedEntry, PeerEntry body, byte[] leafHash)
    {
        Index = index;
        Sealed = sealedEntry;
        Body = body;
        LeafHash = leafHash;
    }

    /// <summary>Index in the stream, from 0.</summary>
    public long Index { get; }

    /// <summary>The bytes as received.</summary>
    public SealedEntry Sealed { get; }

    /// <summary>The entry, parsed after it was verified.</summary>
    public PeerEntry Body { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlyMemory<byte> LeafHash { get; }
}

/// <summary>Consecutive verified entries and the head that proves them. Made by <c>PeerStreamVerifier</c> only.</summary>
public sealed record VerifiedBatch
{
    internal VerifiedBatch(PeerStreamId stream, long firstIndex, ImmutableArray<VerifiedEntry> entries, VerifiedHead head)
    {
        Stream = stream;
        FirstIndex = firstIndex;
        Entries = entries;
        Head = head;
    }

    /// <summary>The stream.</summary>
    public PeerStreamId Stream { get; }

    /// <summary>Index of the first entry; MUST equal the stored size of the stream when it is stored.</summary>
    public long FirstIndex { get; }

    /// <summary>At least one.</summary>
    public ImmutableArray<VerifiedEntry> Entries { get; }

    /// <summary>The head after the last entry.</summary>
    public VerifiedHead Head { get; }
}

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
