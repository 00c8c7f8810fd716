using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Tests.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace CbmExchange.Node.Tests.Doors;

/// <summary>An open stream ends with the right to it, over real TLS.</summary>
public sealed class OpenStreamTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestNode Node => fixture.Node;

    [Fact]
    public async Task A_watched_inbox_ends_at_once_when_its_officer_is_removed()
    {
        var (id, channel) = await EnrolAsync("removed", TimeSpan.FromHours(1), "duty-officer");
        using var watch = new MessagingService.MessagingServiceClient(channel).WatchInbox(new WatchInboxRequest());
        var ended = EndAsync(watch.ResponseStream);
        await SettledAsync(channel);

        await ChangeAsync(id);

        Assert.Equal("Unauthenticated OFFICER_UNKNOWN", await ended.WaitAsync(DoorLimits.SeatCheckEvery / 2));
    }

    [Fact]
    public async Task A_feed_ends_at_once_when_the_role_for_it_is_lost()
    {
        var (id, channel) = await EnrolAsync("demoted", TimeSpan.FromHours(1), "observer");
        using var feed = new FeedService.FeedServiceClient(channel).Subscribe(new SubscribeRequest());
        var ended = EndAsync(feed.ResponseStream);
        await SettledAsync(channel);

        await ChangeAsync(id, "auditor");

        Assert.Equal("PermissionDenied ROLE_MISSING", await ended.WaitAsync(DoorLimits.SeatCheckEvery / 2));
    }

    [Fact]
    public async Task A_stream_goes_on_while_one_of_the_roles_still_opens_it()
    {
        var (id, channel) = await EnrolAsync("halved", TimeSpan.FromHours(1), "observer", "auditor");
        using var feed = new FeedService.FeedServiceClient(channel).Subscribe(new SubscribeRequest());
        var ended = EndAsync(feed.ResponseStream);
        await SettledAsync(channel);

        await ChangeAsync(id, "observer");

        await Assert.ThrowsAsync<TimeoutException>(() => ended.WaitAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_stream_ends_within_the_named_time_after_its_certificate_did()
    {
        var (_, channel) = await EnrolAsync("expiring", TimeSpan.FromSeconds(5), "duty-officer");
        using var health = new Health.HealthClient(channel).Watch(new HealthCheckRequest());

        Assert.Equal("Unauthenticated OFFICER_UNKNOWN", await EndAsync(health.ResponseStream).WaitAsync(Patience));
    }

    // A call that was made after the stream and answered: the stream is under way by then.
    private static async Task SettledAsync(GrpcChannel channel) =>
        await new AdministrationService.AdministrationServiceClient(channel)
            .GetNodeStatusAsync(new GetNodeStatusRequest());

    private static async Task<string> EndAsync<T>(IAsyncStreamReader<T> stream) =>
        await Refused.ReasonAsync(async () =>
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
                // What comes before the end is not what this is about.
            }
        });

    private async Task<(string Id, GrpcChannel Channel)> EnrolAsync(string label, TimeSpan life, params string[] roles)
    {
        var home = fixture.Home.Home;
        using var root = TlsCertificate.Read(home.RootCertificateFile, home.RootKeyFile, null);
        var now = TimeProvider.System.GetUtcNow();
        using var officer = TlsIssuer.IssueOfficer(root, label, now.AddHours(-1), now + life);
        var file = Path.Combine(home.OfficersFolder, label + ".pem");
        officer.Write(file, file + ".key", null);
        var request = new EnrolOfficerRequest
        {
            CommandId = Drafts.NewCommand(),
            Label = label,
            KeySha256 = CertificateUse.KeySha256(officer.Certificate),
        };
        request.Roles.AddRange(roles);
        var enrolled = await Node.Administration("admin").EnrolOfficerAsync(request);
        return (enrolled.OfficerId, Node.Channel(Node.Host.OfficersAddress, file, file + ".key"));
    }

    private async Task ChangeAsync(string officer, params string[] roles)
    {
        var request = new ChangeOfficerRolesRequest { CommandId = Drafts.NewCommand(), OfficerId = officer };
        request.Roles.AddRange(roles);
        await Node.Administration("admin").ChangeOfficerRolesAsync(request);
    }
}
