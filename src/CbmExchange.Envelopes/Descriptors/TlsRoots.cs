using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>TLS roots as a descriptor may carry them.</summary>
internal static class TlsRoots
{
    /// <summary>The role of a root's key, beside the codes of <see cref="KeyPurposes"/>.</summary>
    public const string Role = "tls-root";

    /// <summary>The key of a root; null when it is not a self-signed P-256 certificate of an authority.</summary>
    public static KeyId? KeyOf(ReadOnlySpan<byte> der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            var spki = certificate.PublicKey.ExportSubjectPublicKeyInfo();
            var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault();
            var isAuthority = constraints is { CertificateAuthority: true }
                && certificate.RawDataMemory.Span.SequenceEqual(der);
            return isAuthority && VerificationKey.TryRead(spki) is { } key && IsSelfSigned(certificate) ? key.Id : null;
        }
        catch (Exception error) when (IsOfBadInput(error))
        {
            return null;
        }
    }

    // What the platform throws at certificates that are none; anything else is a bug of ours.
    private static bool IsOfBadInput(Exception error) => error is CryptographicException or ArgumentException
        or InvalidOperationException or PlatformNotSupportedException;

    private static bool IsSelfSigned(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.ChainPolicy.VerificationFlags =
            X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreCtlNotTimeValid;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate) && chain.ChainElements.Count == 1;
    }
}
