using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CbmExchange.Envelopes.Keys;

/// <summary>
/// The node's own certificate authority: one private root, under it the node's TLS certificate and those of its
/// officers. Peers admit the root through the descriptor (design D9); no public authority is asked.
/// </summary>
public static class TlsIssuer
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Bytes of a serial number: the most that RFC 5280 §4.1.2.2 allows is 20.</summary>
    private const int SerialBytes = 16;

    /// <summary>Makes a root that can issue end certificates only.</summary>
    public static TlsCertificate CreateRoot(string commonName, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(commonName), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        return new TlsCertificate(
            request.Create(request.SubjectName, generator, notBefore, notAfter, Serial(key)), key);
    }

    /// <summary>The certificate with which a node serves and calls: server and client authentication.</summary>
    public static TlsCertificate IssueNode(
        TlsCertificate root,
        string commonName,
        IEnumerable<string> dnsNames,
        IEnumerable<IPAddress> addresses,
        DateTimeOffset notBefore,
        DateTimeOffset notAfter)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
        {
            names.AddDnsName(name);
        }

        foreach (var address in addresses)
        {
            names.AddIpAddress(address);
        }

        string[] usages = [ServerAuthentication, ClientAuthentication];
        return Issue(root, commonName, usages, names.Build(), notBefore, notAfter);
    }

    /// <summary>An officer's certificate: client authentication only, so it cannot serve.</summary>
    public static TlsCertificate IssueOfficer(
        TlsCertificate root, string commonName, DateTimeOffset notBefore, DateTimeOffset notAfter) =>
        Issue(root, commonName, [ClientAuthentication], null, notBefore, notAfter);

    /// <summary>
    /// The same certificate for the same key with another validity: name, uses and addresses stay. Its private key is
    /// not needed and not in the answer.
    /// </summary>
    public static X509Certificate2 Renew(
        TlsCertificate root, X509Certificate2 held, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var request = new CertificateRequest(held.SubjectName, held.PublicKey, HashAlgorithmName.SHA256);
        foreach (var extension in held.Extensions.Where(one => one is not X509AuthorityKeyIdentifierExtension))
        {
            request.CertificateExtensions.Add(extension);
        }

        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root.Certificate, true, false));
        byte[] unique = [.. held.PublicKey.ExportSubjectPublicKeyInfo(), .. held.SerialNumberBytes.Span];
        return request.Create(root.Certificate, notBefore, notAfter, Serial(unique));
    }

    private static TlsCertificate Issue(
        TlsCertificate root,
        string commonName,
        string[] usages,
        X509Extension? names,
        DateTimeOffset notBefore,
        DateTimeOffset notAfter)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(commonName), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([.. usages.Select(usage => new Oid(usage))], false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root.Certificate, true, false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        return new TlsCertificate(request.Create(root.Certificate, notBefore, notAfter, Serial(key)), key);
    }

    private static X500DistinguishedName Name(string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    // The public key is fresh for each certificate, so its hash is a serial that never repeats and says nothing.
    private static byte[] Serial(ECDsa key) => Serial(key.ExportSubjectPublicKeyInfo());

    private static byte[] Serial(byte[] unique)
    {
        var serial = SHA256.HashData(unique).AsSpan(0, SerialBytes).ToArray();
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
