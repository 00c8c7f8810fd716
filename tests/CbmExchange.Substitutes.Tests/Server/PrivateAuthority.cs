using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CbmExchange.Substitutes.Tests.Server;

/// <summary>A certification authority of one test: root, server and client certificates in memory (P-256).</summary>
internal sealed class PrivateAuthority : IDisposable
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1"; // RFC 5280 §4.2.1.12, id-kp-serverAuth
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2"; // RFC 5280 §4.2.1.12, id-kp-clientAuth
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _from = TimeProvider.System.GetUtcNow() - Validity;
    private readonly DateTimeOffset _until = TimeProvider.System.GetUtcNow() + Validity;
    private readonly List<X509Certificate2> _issued = [];

    public PrivateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Root = request.CreateSelfSigned(_from, _until);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 IssueForServer(string dnsName) => Issue(dnsName, ServerPurpose);

    public X509Certificate2 IssueForClient(string dnsName) => Issue(dnsName, ClientPurpose);

    /// <summary>Trusts this root and no other, whatever the machine trusts.</summary>
    public X509ChainPolicy OnlyThisRoot() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { Root },
    };

    public static SslStreamCertificateContext ContextOf(X509Certificate2 certificate) =>
        SslStreamCertificateContext.Create(certificate, null, offline: true);

    public void Dispose()
    {
        Root.Dispose();
        _issued.ForEach(certificate => certificate.Dispose());
    }

    private X509Certificate2 Issue(string dnsName, string purpose)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={dnsName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], true));
        var serial = RandomNumberGenerator.GetBytes(16);
        using var unsigned = request.Create(Root, _from, _until, serial);
        var certificate = unsigned.CopyWithPrivateKey(key);
        _issued.Add(certificate);
        return certificate;
    }
}
