using System.Security.Cryptography;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Simulation.World;

/// <summary>A stand-in whose signatures are always the same for the same data: HMAC under the public bytes.</summary>
internal sealed class FastSigningKey(KeyPurpose purpose, byte[] publicBytes) : SigningKey(purpose, publicBytes)
{
    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureForm form) =>
        HMACSHA512.HashData(SubjectPublicKeyInfo.Span, data);
}

/// <summary>The public part of <see cref="FastSigningKey"/>.</summary>
internal sealed class FastVerificationKey(ReadOnlyMemory<byte> publicBytes) : VerificationKey(publicBytes)
{
    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureForm form) =>
        signature.SequenceEqual(HMACSHA512.HashData(SubjectPublicKeyInfo.Span, data));
}
