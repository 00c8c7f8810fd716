using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Administration;

/// <summary>The public key of a certificate that somebody chose as a file.</summary>
internal static class ShownKey
{
    /// <summary>Bytes of a file that can be a certificate.</summary>
    private const int CertificateBytesMax = 64 * 1024;

    /// <summary>SHA-256 of its DER SubjectPublicKeyInfo, 64 hex digits; null: the file holds no certificate.</summary>
    public static async Task<string?> OfAsync(IFormFile file, CancellationToken cancellationToken)
    {
        if (file.Length > CertificateBytesMax)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(bytes.ToArray());
            return Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
