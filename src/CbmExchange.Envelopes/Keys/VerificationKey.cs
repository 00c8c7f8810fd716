namespace CbmExchange.Envelopes.Keys;

/// <summary>The public part of a signing key of some participant.</summary>
public abstract class VerificationKey
{
    /// <summary>Describes a key by its public part.</summary>
    protected VerificationKey(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        Id = KeyId.Of(subjectPublicKeyInfo.Span);
    }

    /// <summary>DER SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>SHA-256 of <see cref="SubjectPublicKeyInfo"/>.</summary>
    public KeyId Id { get; }

    /// <summary>Reads an ECDSA P-256 key; null when the bytes are not exactly one such key.</summary>
    public static VerificationKey? TryRead(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        P256.TryRead(subjectPublicKeyInfo) is { } key ? new EcdsaVerificationKey(key) : null;

    /// <summary>
    /// True when the signature was made over the data with the private part. Never throws for bad input.
    /// </summary>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureForm form);
}
