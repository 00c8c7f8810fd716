using System.Net;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;

namespace CbmExchange.Web.Tests.SignIn;

/// <summary>Who comes in at the duty desk, and who does not.</summary>
public sealed class SignInTests(DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Fact]
    public async Task A_link_signs_in_once_and_looking_at_it_does_not_use_it_up()
    {
        using var first = Client();
        var link = await DeskNodes.LinkAsync(desk.Nodes.B, "duty");
        Assert.Contains("Sign in as duty", await first.GetStringAsync(link), StringComparison.Ordinal);
        await first.SendFormAsync(link, "enter");
        Assert.Contains("duty", await first.GetStringAsync("/"), StringComparison.Ordinal);

        using var second = Client();
        var page = await second.GetStringAsync(link);
        Assert.Contains("used up", page, StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await second.GetAsync("/inbox")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_certificate_of_an_officer_signs_in_and_its_session_is_good_with_that_certificate_only()
    {
        var home = desk.Nodes.HomeB.Home;
        using var certificate = X509Certificate2.CreateFromPemFile(
            home.OfficerCertificateFile("duty"), home.OfficerKeyFile("duty"));
        using var browser = Client(certificate);
        Assert.Contains("officer duty", await browser.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        await browser.SendFormAsync("/sign-in", "certificate");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/inbox")).StatusCode);

        using var thief = Client();
        thief.Cookies.Add(browser.Cookies.GetAllCookies());
        Assert.Equal("/sign-in", (await thief.GetAsync("/inbox")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_peers_certificate_opens_nothing_here()
    {
        var home = desk.Nodes.HomeB.Home;
        using var certificate = X509Certificate2.CreateFromPemFile(home.PeerCertificateFile, home.PeerKeyFile);
        using var browser = Client(certificate);
        var page = await browser.GetStringAsync("/sign-in");
        Assert.DoesNotContain("certificate of officer", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in", new FormUrlEncodedContent(
            [new("_handler", "certificate")]))).StatusCode);
    }

    [Fact]
    public async Task An_officer_who_was_removed_is_out_at_the_next_click()
    {
        var admin = desk.Nodes.A.Administration("admin");
        using var browser = await SignedInAsync("observer", desk.Nodes.A);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        var officer = (await admin.ListOfficersAsync(new())).Officers.Single(one => one.Label == "observer");
        await admin.ChangeOfficerRolesAsync(new ChangeOfficerRolesRequest
        {
            CommandId = Drafts.NewCommand(), OfficerId = officer.OfficerId,
        });

        Assert.Equal("/sign-in", (await browser.GetAsync("/")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_session_ends_by_itself_and_by_signing_out()
    {
        using var browser = await SignedInAsync("duty", desk.Nodes.B);
        desk.Nodes.Clock.Shift += TimeSpan.FromMinutes(29);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        await browser.SendFormAsync("/", "sign-out", "/sign-out");
        Assert.Equal("/sign-in", (await browser.GetAsync("/")).Headers.Location!.ToString());

        using var idle = await SignedInAsync("duty", desk.Nodes.B);
        desk.Nodes.Clock.Shift += TimeSpan.FromMinutes(31);
        Assert.Equal("/sign-in", (await idle.GetAsync("/")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_post_without_the_token_of_its_form_changes_nothing()
    {
        using var browser = await SignedInAsync("duty", desk.Nodes.B);
        var bare = await browser.PostAsync("/sign-out", new FormUrlEncodedContent([new("form", "made-up")]));
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Every_answer_forbids_frames_foreign_content_and_caches_and_gRPC_is_not_here()
    {
        using var browser = Client();
        foreach (var path in new[] { "/sign-in", "/nowhere/at/all", "/live" })
        {
            var answer = await browser.GetAsync(path);
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.False(answer.Headers.Contains("Server"));
        }

        using var call = new HttpRequestMessage(HttpMethod.Post, "/cbm.exchange.v1.DirectoryService/Lookup")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        call.Content.Headers.ContentType = new("application/grpc");
        var refused = await browser.SendAsync(call);
        Assert.Equal("12", refused.Headers.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task The_first_page_is_small()
    {
        using var browser = await SignedInAsync("duty", desk.Nodes.B);
        var page = await browser.GetStringAsync("/");
        var total = page.Length;
        foreach (var address in DeskClient.AssetsOf(page))
        {
            total += (await browser.GetByteArrayAsync(address)).Length;
        }

        Assert.InRange(total, 4_000, 60_000);
    }

    private DeskClient Client(X509Certificate2? certificate = null) =>
        new(desk.Nodes.B.Host.DeskAddress!, certificate);

    private static async Task<DeskClient> SignedInAsync(string officer, TestNode node)
    {
        var client = new DeskClient(node.Host.DeskAddress!);
        await client.SendFormAsync(await DeskNodes.LinkAsync(node, officer), "enter");
        return client;
    }
}
