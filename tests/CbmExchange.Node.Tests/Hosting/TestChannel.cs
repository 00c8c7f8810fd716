using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;
using Grpc.Net.Client;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>Channels to a node with TLS 1.3 and a client certificate.</summary>
internal static class TestChannel
{
    /// <summary>Opens one; the server must stand under the root of the home.</summary>
    public static GrpcChannel Open(
        NodeHome home, Uri address, string certificateFile, string keyFile,
        Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        using var pair = TlsCertificate.Read(certificateFile, keyFile, null);
        var certificate = X509CertificateLoader.LoadPkcs12(pair.Certificate.Export(X509ContentType.Pkcs12), null);
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificates = [certificate],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(home.RootCertificateFile) },
                },
            },
        };
        return GrpcChannel.ForAddress(
            address,
            new GrpcChannelOptions { HttpHandler = around?.Invoke(handler) ?? handler, DisposeHttpClient = true });
    }
}
