using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CbmExchange.Node.Tests.Floods;

/// <summary>
/// What strangers, an admitted peer and an officer can do to a node, each until it is told to end.
/// </summary>
internal sealed class Attacks(
    TestNode node, GrpcChannel peer, X509Certificate2 peerCertificate, X509Certificate2 stranger)
{
    private const int SocketCount = 400;
    private const int StreamCount = 10_000;
    private const int SlowCount = 40;
    private const int WorkerCount = 4;
    private const int HugeBytes = 1024 * 1024;
    private const string Follow = "/cbm.sync.v1.PeerSyncService/Follow";

    // Another address of this machine, as another machine would have.
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    // As fast as a bad network path lets one; faster, and the attacker's own work would be what is measured.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private int done;
    private int refused;

    /// <summary>Things done since the last <see cref="Reset"/>.</summary>
    public int Done => done;

    /// <summary>Of these answered RESOURCE_EXHAUSTED with RetryInfo.</summary>
    public int Refused => refused;

    /// <summary>Every attack by its name.</summary>
    public IEnumerable<(string Name, Func<CancellationToken, Task> Run)> All =>
    [
        ("stranger: 400 silent connections", SilenceAsync),
        ("stranger: TLS handshakes", stop => ManyAsync(() => HandshakeAsync(stop), Pace, stop)),
        ("stranger: garbage for TLS", stop => ManyAsync(() => GarbageAsync(stop), Pace, stop)),
        ("peer: garbage for HTTP/2", stop => ManyAsync(() => PeerGarbageAsync(stop), Pace, stop)),
        ("peer: opens 10,000 streams", OpenStreamsAsync),
        ("peer: reads one byte a second", stop => SlowlyAsync(ReadSlowlyAsync, stop)),
        ("peer: never answers", stop => SlowlyAsync(NeverAnswerAsync, stop)),
        ("peer: sends headers slowly", stop => SlowlyAsync(SendSlowlyAsync, stop)),
        ("peer: 1 MiB messages", stop => ManyAsync(() => HugeAsync(stop), Pace, stop)),
        ("peer: calls without pause", stop => ManyAsync(() => PeerCallAsync(stop), TimeSpan.Zero, stop)),
        ("officer: calls without pause", stop => ManyAsync(() => OfficerCallAsync(stop), TimeSpan.Zero, stop)),
    ];

    /// <summary>Counts from zero.</summary>
    public void Reset() => (done, refused) = (0, 0);

    private async Task ManyAsync(Func<Task> once, TimeSpan pace, CancellationToken stop) =>
        await Task.WhenAll(Enumerable.Range(0, WorkerCount).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await QuietlyAsync(once);
                    Interlocked.Increment(ref done);
                    await QuietlyAsync(() => Task.Delay(pace, TimeProvider.System, stop));
                }
            },
            CancellationToken.None)));

    private async Task SilenceAsync(CancellationToken stop)
    {
        var sockets = new List<TcpClient>();
        while (!stop.IsCancellationRequested)
        {
            sockets.RemoveAll(one =>
            {
                var isGone = one.Client.Poll(0, SelectMode.SelectRead);
                if (isGone)
                {
                    one.Dispose();
                }

                return isGone;
            });
            var pause = sockets.Count < SocketCount ? Pace / 5 : Second / 10;
            await QuietlyAsync(() => Task.Delay(pause, TimeProvider.System, stop));
            await QuietlyAsync(async () =>
            {
                var client = new TcpClient(new IPEndPoint(Elsewhere, 0));
                sockets.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, node.Host.PeersAddress.Port, stop);
                Interlocked.Increment(ref done);
            });
        }

        sockets.ForEach(one => one.Dispose());
    }

    private async Task HandshakeAsync(CancellationToken stop)
    {
        await using var connection = await RawHttp2.ConnectAsync(node.Host.PeersAddress, Elsewhere, stranger, stop);
    }

    private async Task GarbageAsync(CancellationToken stop)
    {
        using var client = new TcpClient(new IPEndPoint(Elsewhere, 0));
        await client.ConnectAsync(IPAddress.Loopback, node.Host.PeersAddress.Port, stop);
        await client.GetStream().WriteAsync(RandomNumberGenerator.GetBytes(16 * 1024), stop);
        await client.GetStream().ReadExactlyAsync(new byte[1], stop);
    }

    private async Task PeerGarbageAsync(CancellationToken stop)
    {
        await using var connection = await PeerAsync(stop);
        await connection.BeginAsync(ushort.MaxValue, stop);
        await connection.Stream.WriteAsync(RandomNumberGenerator.GetBytes(64 * 1024), stop);
        while (await connection.Stream.ReadAsync(new byte[1024], stop) > 0)
        {
            // What the node says to it.
        }
    }

    private async Task OpenStreamsAsync(CancellationToken stop)
    {
        var client = new PeerSyncService.PeerSyncServiceClient(peer);
        await Task.WhenAll(Enumerable.Range(0, StreamCount).Select(_ => QuietlyAsync(async () =>
        {
            using var call = client.Follow(new FollowRequest(), cancellationToken: stop);
            Interlocked.Increment(ref done);
            while (await call.ResponseStream.MoveNext(stop))
            {
                // Held open.
            }
        })));
    }

    private Task SlowlyAsync(Func<CancellationToken, Task> one, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, SlowCount).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                await QuietlyAsync(() => one(stop));
                Interlocked.Increment(ref done);
            }
        }));

    private async Task ReadSlowlyAsync(CancellationToken stop)
    {
        await using var connection = await PeerAsync(stop);
        await connection.BeginAsync(1, stop);
        await connection.CallAsync(Follow, stop);
        while (await connection.Stream.ReadAsync(new byte[1], stop) > 0)
        {
            await Task.Delay(Second, TimeProvider.System, stop);
        }
    }

    private async Task NeverAnswerAsync(CancellationToken stop)
    {
        await using var connection = await PeerAsync(stop);
        await connection.BeginAsync(0, stop);
        await connection.CallAsync(Follow, stop);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
    }

    private async Task SendSlowlyAsync(CancellationToken stop)
    {
        await using var connection = await PeerAsync(stop);
        await connection.BeginAsync(ushort.MaxValue, stop);
        await connection.HalfACallAsync(Follow, stop);
        while (await connection.Stream.ReadAsync(new byte[1024], stop) > 0)
        {
            await Task.Delay(Second, TimeProvider.System, stop);
        }
    }

    private async Task HugeAsync(CancellationToken stop)
    {
        var request = new FetchAttachmentRequest { Sha256 = ByteString.CopyFrom(new byte[HugeBytes]) };
        using var call = new PeerSyncService.PeerSyncServiceClient(peer).FetchAttachment(
            request, cancellationToken: stop);
        await call.ResponseStream.MoveNext(stop);
    }

    private async Task PeerCallAsync(CancellationToken stop) =>
        await new PeerSyncService.PeerSyncServiceClient(peer).HeldHeadAsync(
            new HeldHeadRequest(), cancellationToken: stop);

    private async Task OfficerCallAsync(CancellationToken stop) =>
        await (officer ??= node.Administration("observer")).GetNodeStatusAsync(
            new GetNodeStatusRequest(), cancellationToken: stop);

    private AdministrationService.AdministrationServiceClient? officer;

    private Task<RawHttp2> PeerAsync(CancellationToken stop) =>
        RawHttp2.ConnectAsync(node.Host.PeersAddress, FloodChannel.OfPeer, peerCertificate, stop);

    private async Task QuietlyAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (RpcException error)
        {
            if (error.StatusCode == StatusCode.ResourceExhausted
                && Hosting.Refused.Detail<RetryInfo>(error) is not null)
            {
                Interlocked.Increment(ref refused);
            }
        }
        catch (Exception error) when (
            error is IOException or SocketException or OperationCanceledException or AuthenticationException
                or ObjectDisposedException)
        {
            // Cut, which is what it asked for.
        }
    }
}
