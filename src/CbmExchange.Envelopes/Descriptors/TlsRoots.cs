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
            using var key = certificate.GetECDsaPublicKey();
            var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault();
            return key is not null && constraints is { CertificateAuthority: true } && IsSelfSigned(certificate)
                && certificate.RawDataMemory.Span.SequenceEqual(der)
                ? KeyId.Of(P256.PublicPart(key))
                : null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

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
