namespace CbmExchange.Envelopes.Keys;

/// <summary>
/// A private key of this node. Production uses <see cref="EcdsaSigningKey"/>; a simulator supplies a fast stand-in
/// with a matching <see cref="VerificationKey"/>.
/// </summary>
public abstract class SigningKey : IDisposable
{
    /// <summary>Describes a key by its purpose and public part.</summary>
    protected SigningKey(KeyPurpose purpose, ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        Purpose = purpose;
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        Id = KeyId.Of(subjectPublicKeyInfo.Span);
    }

    /// <summary>The only thing this key may sign.</summary>
    public KeyPurpose Purpose { get; }

    /// <summary>DER SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>SHA-256 of <see cref="SubjectPublicKeyInfo"/>.</summary>
    public KeyId Id { get; }

    /// <summary>Signs SHA-256 of the data.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> data, SignatureForm form);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Throws when this key has another purpose: a bug of the caller.</summary>
    internal void MustBeFor(KeyPurpose purpose)
    {
        if (Purpose != purpose)
        {
            throw new ArgumentException(
                $"A {KeyPurposes.Code(Purpose)} key cannot sign a {KeyPurposes.Code(purpose)}.");
        }
    }

    /// <summary>Releases the private key.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
