using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace CbmExchange.Cli.Connection;

/// <summary>Opens the one connection to the own node: TLS 1.3, both sides with a certificate.</summary>
internal static class NodeChannel
{
    /// <summary>An answer holds at most 200 items of 64 KiB and their frame.</summary>
    private const int ReceiveBytesMax = 16 * 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>id-kp-serverAuth: an officer's certificate under the same root is no server.</summary>
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    public static GrpcChannel Open(Profile profile, string? passphrase)
    {
        if (!Uri.TryCreate(profile.Address, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            throw CommandStopped.Usage("The profile's address must start with https://.");
        }

        var root = profile.RootCertificate();
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificates = [profile.OfficerCertificate(passphrase)],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => StandsUnder(root, certificate),
            },
        };
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = ReceiveBytesMax,
        });
    }

    // The root belongs to this node alone, so the chain is the identity; a name in a certificate proves nothing more
    // and would break behind a forwarded port (design D9).
    private static bool StandsUnder(X509Certificate2 root, X509Certificate? certificate)
    {
        if (certificate is null)
        {
            return false;
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        return chain.Build(leaf);
    }
}
