using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CbmExchange.Node.Doors;

/// <summary>What the doors ask of a certificate.</summary>
internal static class CertificateUse
{
    // RFC 5280 §4.2.1.12. A node's certificate serves and calls; an officer's only calls. So an officer of a peer,
    // whose
    // certificate hangs under the same root as the peer's node, is not taken for that node.
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // Asked at each call, and costly to read: kept as long as the connection keeps the certificate.
    private static readonly ConditionalWeakTable<X509Certificate2, string> Hashes = [];
    private static readonly ConditionalWeakTable<X509Certificate2, Facts> Known = [];

    /// <summary>
    /// SHA-256 of the DER SubjectPublicKeyInfo, 64 lower-case hex digits; computed once per connection.
    /// </summary>
    public static string KeySha256(X509Certificate2 certificate) =>
        Hashes.GetValue(
            certificate,
            static certificate =>
                Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))
        );

    /// <summary>True when it may call but not serve.</summary>
    public static bool IsOfficer(X509Certificate2 certificate) =>
        FactsOf(certificate) is { MayCall: true, MayServe: false };

    /// <summary>True when it may call and serve.</summary>
    public static bool IsNode(X509Certificate2 certificate) =>
        FactsOf(certificate) is { MayCall: true, MayServe: true };

    /// <summary>True between its two dates.</summary>
    public static bool IsInForce(X509Certificate2 certificate, DateTimeOffset now) =>
        FactsOf(certificate) is var facts && facts.From <= now.UtcDateTime && now.UtcDateTime < facts.Until;

    private static Facts FactsOf(X509Certificate2 certificate) => Known.GetValue(
        certificate,
        static certificate => new Facts(
            Has(certificate, ClientAuthentication),
            Has(certificate, ServerAuthentication),
            certificate.NotBefore.ToUniversalTime(),
            certificate.NotAfter.ToUniversalTime()
        )
    );

    private static bool Has(X509Certificate2 certificate, string usage) =>
        certificate
            .Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == usage));

    private sealed record Facts(bool MayCall, bool MayServe, DateTime From, DateTime Until);
}
