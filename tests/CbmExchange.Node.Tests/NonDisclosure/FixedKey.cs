using System.Security.Cryptography;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>A stand-in whose signature of the same bytes is always the same: HMAC under the public bytes.</summary>
internal sealed class FixedKey(KeyPurpose purpose) : SigningKey(purpose, PublicBytes)
{
    private static readonly byte[] PublicBytes = new byte[32];

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureForm form) =>
        HMACSHA512.HashData(PublicBytes, data);
}
