using System.Collections.Immutable;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// An entry of our own, built and ready to be appended to the stream of one recipient. Its index is drawn by the store
/// in the same transaction as the events that caused it. Made by <c>PeerEntryBuilder</c> only.
/// </summary>
public sealed record NewPeerEntry
{
    internal NewPeerEntry(byte[] entry, byte[] statement, ImmutableArray<string> disclosures, byte[] leafHash)
    {
        Entry = entry;
        Statement = statement;
        Disclosures = disclosures;
        LeafHash = leafHash;
    }

    /// <summary>Exact bytes of a <c>cbm.sync.v1.PeerEntry</c>.</summary>
    public ReadOnlyMemory<byte> Entry { get; }

    /// <summary>The issuer-signed JWT, ASCII; empty when the entry carries none.</summary>
    public ReadOnlyMemory<byte> Statement { get; }

    /// <summary>base64url disclosures, in the order of their digests.</summary>
    public ImmutableArray<string> Disclosures { get; }

    /// <summary>SHA-256(0x00 || entry), 32 bytes (RFC 6962 §2.1).</summary>
    public ReadOnlyMemory<byte> LeafHash { get; }
}
