using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Doors;

/// <summary>Who gets in, where, and to what.</summary>
public sealed class OfficerDoorTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private TestNode Node => fixture.Node;

    [Fact]
    public async Task An_officer_is_known_by_the_key_of_its_certificate()
    {
        var status = await Node.Administration("duty").GetNodeStatusAsync(new GetNodeStatusRequest());

        Assert.Equal("duty", status.Officer);
        Assert.Equal(["duty-officer"], status.Roles);
        Assert.Equal("XA", status.Designator);
        Assert.Contains("store: answers", status.Health);
    }

    [Fact]
    public async Task An_unknown_certificate_is_refused_by_name()
    {
        using var root =
            TlsCertificate.Read(fixture.Home.Home.RootCertificateFile, fixture.Home.Home.RootKeyFile, null);
        var now = TimeProvider.System.GetUtcNow();
        using var stranger = TlsIssuer.IssueOfficer(root, "stranger", now.AddHours(-1), now.AddHours(1));
        var file = Path.Combine(fixture.Home.Home.OfficersFolder, "stranger.pem");
        stranger.Write(file, file + ".key", null);
        var client = new AdministrationService.AdministrationServiceClient(
            Node.Channel(Node.Host.OfficersAddress, file, file + ".key"));

        var reason =
            await Refused.ReasonAsync(() => client.GetNodeStatusAsync(new GetNodeStatusRequest()).ResponseAsync);

        Assert.Equal("Unauthenticated OFFICER_UNKNOWN", reason);
    }

    [Fact]
    public async Task The_certificate_of_a_node_is_refused_at_the_officers_door()
    {
        var client = new AdministrationService.AdministrationServiceClient(Node.WithPeerCertificate());

        var reason =
            await Refused.ReasonAsync(() => client.GetNodeStatusAsync(new GetNodeStatusRequest()).ResponseAsync);

        Assert.Equal("Unauthenticated OFFICER_UNKNOWN", reason);
    }

    [Fact]
    public async Task The_certificate_of_an_officer_is_refused_at_the_peers_door()
    {
        var client = new PeerSyncService.PeerSyncServiceClient(Node.AtPeersDoorAs("admin"));

        var reason = await Refused.ReasonAsync(() => client.HeldHeadAsync(new HeldHeadRequest()).ResponseAsync);

        Assert.Equal("Unauthenticated PEER_NOT_ADMITTED", reason);
    }

    [Fact]
    public async Task Officer_services_do_not_exist_at_the_peers_door()
    {
        var client = new AdministrationService.AdministrationServiceClient(Node.AtPeersDoorAs("admin"));

        var error = await Assert.ThrowsAsync<RpcException>(
            () => client.GetNodeStatusAsync(new GetNodeStatusRequest()).ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Peer_services_do_not_exist_at_the_officers_door()
    {
        var client = new PeerSyncService.PeerSyncServiceClient(Node.As("admin"));

        var error =
            await Assert.ThrowsAsync<RpcException>(() => client.HeldHeadAsync(new HeldHeadRequest()).ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task A_role_that_does_not_fit_is_refused_and_the_denial_is_kept()
    {
        var reason = await Refused.ReasonAsync(
            () => Node.Administration("author").ListOfficersAsync(new ListOfficersRequest()).ResponseAsync);

        Assert.Equal("PermissionDenied ROLE_MISSING", reason);
        var denied = await FirstAsync<CallDenied>();
        Assert.Equal("/cbm.exchange.v1.AdministrationService/ListOfficers", denied.Rpc);
    }

    [Fact]
    public async Task An_officer_without_roles_is_out_at_once()
    {
        var officers = await Node.Administration("admin").ListOfficersAsync(new ListOfficersRequest());
        var leaving = officers.Officers.Single(officer => officer.Label == "leaving");
        var client = Node.Administration("leaving");
        await client.GetNodeStatusAsync(new GetNodeStatusRequest());

        await Node.Administration("admin").ChangeOfficerRolesAsync(
            new ChangeOfficerRolesRequest { CommandId = Drafts.NewCommand(), OfficerId = leaving.OfficerId });

        Assert.Equal(
            "Unauthenticated OFFICER_UNKNOWN",
            await Refused.ReasonAsync(() => client.GetNodeStatusAsync(new GetNodeStatusRequest()).ResponseAsync));
    }

    [Fact]
    public async Task An_enrolled_key_opens_the_door_at_once()
    {
        using var root =
            TlsCertificate.Read(fixture.Home.Home.RootCertificateFile, fixture.Home.Home.RootKeyFile, null);
        var now = TimeProvider.System.GetUtcNow();
        using var fresh = TlsIssuer.IssueOfficer(root, "fresh", now.AddHours(-1), now.AddHours(1));
        var file = Path.Combine(fixture.Home.Home.OfficersFolder, "fresh.pem");
        fresh.Write(file, file + ".key", null);

        await Node.Administration("admin").EnrolOfficerAsync(new EnrolOfficerRequest
        {
            CommandId = Drafts.NewCommand(),
            Label = "fresh desk",
            KeySha256 = fresh.KeyId.Hex,
            Roles = { "duty-officer" },
        });

        var client = new AdministrationService.AdministrationServiceClient(
            Node.Channel(Node.Host.OfficersAddress, file, file + ".key"));
        Assert.Equal("fresh desk", (await client.GetNodeStatusAsync(new GetNodeStatusRequest())).Officer);
    }

    [Fact]
    public async Task One_key_enrolled_twice_at_once_is_enrolled_once()
    {
        var key = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync()));

        var officers = await Node.Administration("admin").ListOfficersAsync(new ListOfficersRequest());
        Assert.Single(outcomes, isDone => isDone);
        Assert.Single(officers.Officers, officer => officer.KeySha256 == key);

        async Task<bool> TryAsync()
        {
            try
            {
                await Node.Administration("admin").EnrolOfficerAsync(new EnrolOfficerRequest
                {
                    CommandId = Drafts.NewCommand(), Label = "twice", KeySha256 = key, Roles = { "auditor" },
                });
                return true;
            }
            catch (RpcException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_field_that_this_node_does_not_know_stops_the_request()
    {
        // Field 99 with the value 1: what a newer client could send.
        var request = GetRecordRequest.Parser.ParseFrom(
            [.. new GetRecordRequest { Record = "x" }.ToByteArray(), 0x98, 0x06, 0x01]);

        var reason = await Refused.ReasonAsync(() => Node.Publishing("author").GetRecordAsync(request).ResponseAsync);

        Assert.Equal("InvalidArgument FIELDS_INVALID", reason);
    }

    [Fact]
    public async Task Health_answers_on_the_officers_door()
    {
        var health = await new Health.HealthClient(Node.As("duty")).CheckAsync(new HealthCheckRequest());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    private async Task<T> FirstAsync<T>()
        where T : class, IEvent
    {
        var store = Node.Host.Services.GetRequiredService<IEventStore>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await foreach (var stored in store.FollowAsync(default, patience.Token))
        {
            if (stored.Body is T found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("Not written.");
    }
}
