using System.Security.Cryptography;

namespace CbmExchange.Envelopes.Keys;

/// <summary>An ECDSA P-256 private key with SHA-256.</summary>
public sealed class EcdsaSigningKey : SigningKey
{
    private readonly ECDsa key;

    // One key object is not promised to serve several threads at once.
    private readonly Lock gate = new();

    /// <summary>Takes ownership of a key. Throws when its curve is not P-256.</summary>
    public EcdsaSigningKey(KeyPurpose purpose, ECDsa key)
        : base(purpose, P256.PublicPart(key)) => this.key = key;

    /// <summary>Makes a new key.</summary>
    public static EcdsaSigningKey Create(KeyPurpose purpose) =>
        new(purpose, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureForm form)
    {
        lock (gate)
        {
            return key.SignData(data, HashAlgorithmName.SHA256, P256.Format(form));
        }
    }

    /// <summary>Writes the key to a file of its own (see <see cref="KeyFile"/>).</summary>
    public void WriteTo(string path, string? passphrase) => KeyFile.Write(path, key, passphrase);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            key.Dispose();
        }
    }
}
