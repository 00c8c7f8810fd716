using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain.Records;

namespace CbmExchange.Envelopes.Statements;

/// <summary>One thing that can be shown or withheld by itself (RFC 9901 §4.2).</summary>
public sealed record Disclosure
{
    /// <summary>Wraps a disclosure of our own, new or as it was stored.</summary>
    public Disclosure(ClaimPath path, string encoded)
    {
        Path = path;
        Encoded = encoded;
        Digest = [.. DigestOf(encoded)];
    }

    /// <summary>What it shows.</summary>
    public ClaimPath Path { get; }

    /// <summary>base64url of the JSON array of salt, name (fields only) and value.</summary>
    public string Encoded { get; }

    /// <summary>SHA-256 of the ASCII of <see cref="Encoded"/>, 32 bytes (RFC 9901 §4.2.3).</summary>
    public ImmutableArray<byte> Digest { get; }

    internal static byte[] DigestOf(string encoded) => SHA256.HashData(Encoding.ASCII.GetBytes(encoded));
}
