using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>
/// A peer scripted at the wire (style T6): the right certificate, and exactly the bytes that a test wants in answer to
/// Follow. It holds nothing of the follower's own stream.
/// </summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ScriptedPeer(WebApplication app) => this.app = app;

    /// <summary>Serves the frames once to each Follow, then stays silent.</summary>
    public static Task<ScriptedPeer> StartAsync(TestParticipant self, Func<HttpResponse, Task> answer) =>
        StartAsync(self.Port, self.Tls.Certificate, answer);

    /// <summary>The same at a port, with a certificate.</summary>
    public static async Task<ScriptedPeer> StartAsync(
        int port, X509Certificate2 certificate, Func<HttpResponse, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server => server.Listen(
            new IPEndPoint(IPAddress.Loopback, port),
            listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                    ClientCertificateValidation = static (_, _, _) => true,
                });
            }));
        builder.Services.AddRouting();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(
            host => host.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        app.UseRouting();
        app.MapPost("/cbm.sync.v1.PeerSyncService/HeldHead", context =>
        {
            Begin(context.Response);
            return EndAsync(context.Response, Frame(new HeldHeadResponse().ToByteArray()));
        });
        app.MapPost("/cbm.sync.v1.PeerSyncService/Follow", context =>
        {
            Begin(context.Response);
            return answer(context.Response);
        });
        await app.StartAsync();
        return new ScriptedPeer(app);
    }

    /// <summary>Sends messages and then nothing, holding the call open.</summary>
    public static Func<HttpResponse, Task> Sends(params FollowResponse[] messages) => async response =>
    {
        foreach (var message in messages)
        {
            await response.BodyWriter.WriteAsync(Frame(message.ToByteArray()));
        }

        await SilenceAsync(response);
    };

    /// <summary>Holds the call open.</summary>
    public static async Task SilenceAsync(HttpResponse response)
    {
        await response.BodyWriter.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, response.HttpContext.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends the call as if all were well.</summary>
    public static async Task EndAsync(HttpResponse response, byte[] last)
    {
        await response.BodyWriter.WriteAsync(last);
        response.AppendTrailer("grpc-status", "0");
    }

    /// <summary>A gRPC frame; the announced length may be another than the true one.</summary>
    public static byte[] Frame(byte[] message, int? announced = null)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), announced ?? message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>A batch of entries of a stream from the beginning, signed with a key.</summary>
    public static EntryBatch Batch(PeerStreamId stream, SigningKey key, params NewPeerEntry[] entries)
    {
        var batch = new EntryBatch { Generation = stream.Generation };
        batch.Entries.AddRange(entries.Select(entry => new SealedEntry
        {
            Entry = ByteString.CopyFrom(entry.Entry.Span),
            Statement = ByteString.CopyFrom(entry.Statement.Span),
            Disclosures = { entry.Disclosures },
        }));
        var range = CompactRange.Empty.Append(entries.Select(entry => entry.LeafHash));
        batch.Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(stream, range, TimeProvider.System.GetUtcNow(), key));
        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private static void Begin(HttpResponse response) => response.ContentType = "application/grpc";
}
