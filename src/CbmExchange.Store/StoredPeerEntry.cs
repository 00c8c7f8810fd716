using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>An entry as it lies in a peer stream.</summary>
public sealed record StoredPeerEntry
{
    /// <summary>Index in the stream, from 0.</summary>
    public required PeerSequence Index { get; init; }

    /// <summary>Exact bytes of a <c>cbm.sync.v1.PeerEntry</c>.</summary>
    public required ReadOnlyMemory<byte> Entry { get; init; }

    /// <summary>The issuer-signed JWT, ASCII; empty when the entry carries none.</summary>
    public required ReadOnlyMemory<byte> Statement { get; init; }

    /// <summary>base64url disclosures in the order of their digests, without those destroyed.</summary>
    public required ImmutableArray<string> Disclosures { get; init; }

    /// <summary>SHA-256(0x00 || entry), 32 bytes (RFC 6962 §2.1).</summary>
    public required ReadOnlyMemory<byte> LeafHash { get; init; }
}
