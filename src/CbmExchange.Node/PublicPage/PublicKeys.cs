using System.Buffers.Text;
using System.Security.Cryptography;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Node.PublicPage;

/// <summary>The point of a public key, as a JWK writes it (RFC 7518 §6.2.1).</summary>
internal static class PublicKeys
{
    /// <summary>Both coordinates, base64url.</summary>
    public static (string X, string Y) PointOf(VerificationKey key)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key.SubjectPublicKeyInfo.Span, out _);
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        return (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }
}
