using System.Net;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Tests.Hosting;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Floods;

/// <summary>What a caller may have at once, and what it is told beyond that.</summary>
public sealed class LimitTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestNode Node => fixture.Node;

    [Fact]
    public async Task An_officer_holds_sixteen_streams_over_all_its_connections_and_not_one_more()
    {
        var open = new List<AsyncServerStreamingCall<InboxItem>>();
        for (var n = 0; n < DoorLimits.OfficerStreamsMax; n++)
        {
            open.Add(Messaging().WatchInbox(new WatchInboxRequest()));
            await StaysOpenAsync(open[^1]);
        }

        var error = await EndAsync(Messaging().WatchInbox(new WatchInboxRequest()).ResponseStream)
            .WaitAsync(Patience);

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal("TOO_MANY_STREAMS", Refused.Detail<ErrorInfo>(error)?.Reason);
        Assert.NotNull(Refused.Detail<RetryInfo>(error));
        await Messaging().ListInboxAsync(new ListInboxRequest());

        open[0].Dispose();
        await CanOpenAsync();
        open.ForEach(one => one.Dispose());

        MessagingService.MessagingServiceClient Messaging() => new(Node.As("duty"));

        async Task CanOpenAsync()
        {
            for (var started = TimeProvider.System.GetTimestamp();
                TimeProvider.System.GetElapsedTime(started) < Patience;)
            {
                using var again = Messaging().WatchInbox(new WatchInboxRequest());
                if (!await Task.WhenAny(EndAsync(again.ResponseStream), Second()).ContinueWith(
                    first => first.Result is Task<RpcException>, TaskScheduler.Default))
                {
                    return;
                }
            }

            Assert.Fail("The place of a stream that ended was never given back.");
        }
    }

    [Fact]
    public async Task An_upload_under_way_ends_when_its_officer_is_removed()
    {
        var (id, file) = await EnrolAsync("uploading", "poc-officer");
        using var channel = Node.Channel(Node.Host.OfficersAddress, file, file + ".key");
        using var upload = new PublishingService.PublishingServiceClient(channel).PutAttachment();
        await upload.RequestStream.WriteAsync(new PutAttachmentRequest
        {
            Sha256 = new string('a', 64), SizeBytes = 100, Chunk = Google.Protobuf.ByteString.CopyFrom(1, 2, 3),
        });
        await new AdministrationService.AdministrationServiceClient(channel)
            .GetNodeStatusAsync(new GetNodeStatusRequest());

        await Node.Administration("admin").ChangeOfficerRolesAsync(
            new ChangeOfficerRolesRequest { CommandId = Drafts.NewCommand(), OfficerId = id });

        Assert.Equal(
            "Unauthenticated OFFICER_UNKNOWN",
            await Refused.ReasonAsync(() => upload.ResponseAsync.WaitAsync(DoorLimits.SeatCheckEvery / 2)));
    }

    [Fact]
    public async Task A_stranger_has_few_places_and_is_cut_soon_after_it_could_read_why()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var root = TlsIssuer.CreateRoot("stranger", now.AddHours(-1), now.AddHours(1));
        using var certificate = FloodChannel.Usable(root.Certificate);
        var gate = Node.Host.Services.GetRequiredService<ConnectionGate>();
        var open = new List<RawHttp2>();
        var refused = 0;
        for (var n = 0; n < DoorLimits.StrangersPerAddressMax + 20; n++)
        {
            try
            {
                open.Add(await RawHttp2.ConnectAsync(
                    Node.Host.PeersAddress, IPAddress.Parse("127.0.0.3"), certificate, CancellationToken.None));
            }
            catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
            {
                refused++;
            }
        }

        Assert.InRange(gate.StrangerCount, 1, DoorLimits.StrangersPerAddressMax);
        Assert.InRange(refused, 20, DoorLimits.StrangersPerAddressMax);
        Assert.Equal("Unauthenticated PEER_NOT_ADMITTED", await AskAsStrangerAsync(certificate));
        await Node.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest());
        foreach (var one in open)
        {
            await EndedAsync(one).WaitAsync(DoorLimits.StrangerMax + Patience);
            await one.DisposeAsync();
        }

        await Readings.TwoNodes.UntilAsync(() => Task.FromResult(gate.StrangerCount), count => count == 0);
    }

    private static async Task EndedAsync(RawHttp2 connection)
    {
        try
        {
            await connection.Stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // Reset, which is an end too.
        }
    }

    private async Task<string> AskAsStrangerAsync(X509Certificate2 certificate)
    {
        using var channel = FloodChannel.Open(fixture.Home.Home, Node.Host.PeersAddress, certificate);
        return await Refused.ReasonAsync(async () =>
            await new PeerSyncService.PeerSyncServiceClient(channel).HeldHeadAsync(new HeldHeadRequest()));
    }

    private static async Task StaysOpenAsync(AsyncServerStreamingCall<InboxItem> call)
    {
        // The node answers an open stream's headers at its first message at the earliest: it stays silent, and open.
        var end = EndAsync(call.ResponseStream);
        Assert.NotSame(end, await Task.WhenAny(end, Second()));
    }

    private static Task Second() => Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);

    private static async Task<RpcException> EndAsync<T>(IAsyncStreamReader<T> stream)
    {
        try
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
                // What comes before the end is not what this is about.
            }
        }
        catch (RpcException error)
        {
            return error;
        }

        throw new InvalidOperationException("The stream ended without a word.");
    }

    private async Task<(string Id, string File)> EnrolAsync(string label, string role)
    {
        var home = fixture.Home.Home;
        using var root = TlsCertificate.Read(home.RootCertificateFile, home.RootKeyFile, null);
        var now = TimeProvider.System.GetUtcNow();
        using var officer = TlsIssuer.IssueOfficer(root, label, now.AddHours(-1), now.AddHours(1));
        var file = Path.Combine(home.OfficersFolder, label + ".pem");
        officer.Write(file, file + ".key", null);
        var enrolled = await Node.Administration("admin").EnrolOfficerAsync(new EnrolOfficerRequest
        {
            CommandId = Drafts.NewCommand(),
            Label = label,
            KeySha256 = CertificateUse.KeySha256(officer.Certificate),
            Roles = { role },
        });
        return (enrolled.OfficerId, file);
    }
}
