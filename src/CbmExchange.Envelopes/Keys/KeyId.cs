using System.Security.Cryptography;

namespace CbmExchange.Envelopes.Keys;

/// <summary>SHA-256 of a DER SubjectPublicKeyInfo: 64 lower-case hex digits. In a message it is a hint only.</summary>
public readonly record struct KeyId(string Hex)
{
    /// <summary>The id of a public key.</summary>
    public static KeyId Of(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        new(Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo)));

    /// <summary>Wraps 32 bytes.</summary>
    public static KeyId FromBytes(ReadOnlySpan<byte> sha256) => new(Convert.ToHexStringLower(sha256));

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Hex);

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
