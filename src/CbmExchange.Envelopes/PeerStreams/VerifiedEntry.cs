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
