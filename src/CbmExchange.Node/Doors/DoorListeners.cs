using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CbmExchange.Node.Doors;

/// <summary>
/// Opens the two listeners: TLS 1.3, HTTP/2, a client certificate required. The handshake proves that the caller holds
/// the key; who that is, the interceptor of the door decides on each call, so that a revocation takes effect at once
/// and the caller reads a status instead of a broken connection; <see cref="ConnectionGate"/> bounds how many such
/// there are.
/// </summary>
internal static class DoorListeners
{
    /// <summary>Configures the server.</summary>
    public static void Open(
        KestrelServerOptions server, IPEndPoint officers, IPEndPoint peers, X509Certificate2 officersCertificate,
        X509Certificate2 peersCertificate, ConnectionGate gate)
    {
        server.AddServerHeader = false;
        server.Limits.MaxConcurrentConnections = DoorLimits.ConnectionsMax;
        server.Limits.Http2.MaxStreamsPerConnection = DoorLimits.StreamsPerConnectionMax;
        server.Limits.Http2.KeepAlivePingDelay = DoorLimits.PingEvery;
        Listen(server, officers, Door.Officers, officersCertificate, gate);
        Listen(server, peers, Door.Peers, peersCertificate, gate);
    }

    private static void Listen(
        KestrelServerOptions server, IPEndPoint endPoint, Door door, X509Certificate2 certificate,
        ConnectionGate gate) =>
        server.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new DoorFeature(door));
                return next(connection);
            });
            listen.Use(next => connection => gate.EnterAsync(connection, next));
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                SslProtocols = SslProtocols.Tls13,
                ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                ClientCertificateValidation = static (_, _, _) => true,
                HandshakeTimeout = DoorLimits.HandshakeMax,
                // A ticket carries the caller's certificate: who comes back shows it again, and its end counts. It is
                // also the longest part of a greeting.
                OnAuthenticate = static (_, ssl) => ssl.AllowTlsResume = false,
            });
            listen.Use(next => connection => gate.IdentifyAsync(door, connection, next));
        });
}
