using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

// Certificate and key files are written here with the same care as key files.
#pragma warning disable RS0030

namespace CbmExchange.Envelopes.Keys;

/// <summary>A certificate with its private key.</summary>
public sealed class TlsCertificate : IDisposable
{
    private readonly ECDsa key;

    /// <summary>Takes ownership of both. The certificate MUST NOT carry a private key of its own yet.</summary>
    public TlsCertificate(X509Certificate2 certificate, ECDsa key)
    {
        this.key = key;
        using (certificate)
        {
            Certificate = certificate.CopyWithPrivateKey(key);
        }
    }

    /// <summary>The certificate, with its private key attached: ready for TLS.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>DER of the certificate.</summary>
    public byte[] Der => Certificate.RawData;

    /// <summary>SHA-256 of its DER SubjectPublicKeyInfo: how an officer's certificate is matched.</summary>
    public KeyId KeyId => KeyId.Of(P256.PublicPart(key));

    /// <summary>Reads a certificate (PEM) and its key file. Throws <see cref="KeyFileException"/>.</summary>
    public static TlsCertificate Read(string certificatePath, string keyPath, string? passphrase)
    {
        var key = KeyFile.ReadPrivate(keyPath, passphrase);
        try
        {
            return new TlsCertificate(X509CertificateLoader.LoadCertificateFromFile(certificatePath), key);
        }
        catch (Exception error) when (error is CryptographicException or IOException or ArgumentException)
        {
            key.Dispose();
            throw new KeyFileException(
                $"The certificate {certificatePath} cannot be read or does not belong to {keyPath}.", error);
        }
    }

    /// <summary>Writes the certificate as PEM and the key with mode 0600. Neither is ever overwritten.</summary>
    public void Write(string certificatePath, string keyPath, string? passphrase)
    {
        KeyFile.Write(keyPath, key, passphrase);
        using var file = new FileStream(certificatePath, FileMode.CreateNew, FileAccess.Write);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem() + "\n"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
    }
}
