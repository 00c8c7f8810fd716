using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// What a participant signed, as far as it was disclosed to the holder of the disclosures. Made by
/// <see cref="StatementVerifier"/> only (design D6).
/// </summary>
public sealed record VerifiedStatement
{
    internal VerifiedStatement(RecordHeader header, RecordContent content, ContentHash contentHash, PeerKey key)
    {
        Header = header;
        Content = content;
        ContentHash = contentHash;
        KeyId = key.Key.Id;
        KeyInDoubt = key.Status == KeyStatus.Compromised;
        DisclosedPaths = ClaimPath.Of(content);
    }

    /// <summary>What is always disclosed.</summary>
    public RecordHeader Header { get; }

    /// <summary>
    /// The disclosed part: fields in the order of the proto file, list elements in their original order. A list of
    /// which no element was disclosed is an empty list.
    /// </summary>
    public RecordContent Content { get; }

    /// <summary>SHA-256 of the issuer-signed JWT.</summary>
    public ContentHash ContentHash { get; }

    /// <summary>Paths in <see cref="Content"/>; elements are named as they stand in the disclosed part.</summary>
    public ImmutableArray<ClaimPath> DisclosedPaths { get; }

    /// <summary>The key that signed it.</summary>
    public KeyId KeyId { get; }

    /// <summary>True when that key was announced as compromised: show, with a warning.</summary>
    public bool KeyInDoubt { get; }

    /// <summary>Disclosures that were released to us and that the originator destroyed since (personal data).</summary>
    public int DestroyedDisclosures { get; internal init; }
}
