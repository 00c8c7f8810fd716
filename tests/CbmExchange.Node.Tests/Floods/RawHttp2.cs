using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CbmExchange.Node.Tests.Floods;

/// <summary>A connection that speaks TLS well and HTTP/2 (RFC 9113) as badly as a test wants.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const byte InitialWindowSize = 4;

    private readonly TcpClient client;

    private RawHttp2(TcpClient client, SslStream stream) => (this.client, Stream) = (client, stream);

    /// <summary>What lies below HTTP/2.</summary>
    public SslStream Stream { get; }

    /// <summary>Connects from an address of this machine, with a certificate.</summary>
    public static async Task<RawHttp2> ConnectAsync(
        Uri to, IPAddress from, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var client = new TcpClient(new IPEndPoint(from, 0));
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, to.Port, cancellationToken);
            var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "node",
                    EnabledSslProtocols = SslProtocols.Tls13,
                    ApplicationProtocols = [SslApplicationProtocol.Http2],
                    ClientCertificates = [certificate],
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                },
                cancellationToken);
            return new RawHttp2(client, stream);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Preface and settings with a window so small that nothing of use fits into it.</summary>
    public async Task BeginAsync(int window, CancellationToken cancellationToken)
    {
        var setting = new byte[6];
        setting[1] = InitialWindowSize;
        BinaryPrimitives.WriteInt32BigEndian(setting.AsSpan(2), window);
        byte[] first =
            [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, setting)];
        await Stream.WriteAsync(first, cancellationToken);
    }

    /// <summary>A call with an empty message.</summary>
    public async Task CallAsync(string path, CancellationToken cancellationToken)
    {
        byte[] call = [.. Frame(Headers, EndHeaders, 1, Block(path)), .. Frame(Data, EndStream, 1, new byte[5])];
        await Stream.WriteAsync(call, cancellationToken);
    }

    /// <summary>Headers of a call that do not end.</summary>
    public async Task HalfACallAsync(string path, CancellationToken cancellationToken) =>
        await Stream.WriteAsync(Frame(Headers, 0, 1, Block(path)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Stream.DisposeAsync();
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    // RFC 7541 appendix A: 3 is POST, 7 is https, 1 :authority, 4 :path, 31 content-type.
    private static byte[] Block(string path) =>
    [
        0x83, 0x87, 0x04, .. Text(path), 0x01, .. Text("node"), 0x0f, 0x10, .. Text("application/grpc"),
        0x00, .. Text("te"), .. Text("trailers"),
    ];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
