using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Node.Tests.Administration;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Peers;

/// <summary>Peers, evidence and officers on screen, and what the roles leave out.</summary>
[Collection(InChromium.Name)]
public sealed class PeersTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Fact]
    public async Task Two_officers_admit_a_peer_with_the_words_that_its_officer_reads_out_without_script()
    {
        using var peer = new DescribedPeer("XO");
        var descriptor = peer.Describe();
        await using (var admin = await Visit.AsAsync(chromium, desk.Nodes.A, "admin", Plain))
        {
            await ProposeAsync(admin.Page, [.. descriptor[..40], .. new byte[8], .. descriptor[48..]]);
            await admin.Page.Locator(".problem").WaitForAsync();
            await ProposeAsync(admin.Page, descriptor);
            Assert.Contains("Nothing is trusted yet", await admin.Page.Locator(".done").InnerTextAsync());
            Assert.Equal(0, await admin.Page.Locator("form:has(input[value=admit])").CountAsync());
        }

        await using var authority = await Visit.AsAsync(chromium, desk.Nodes.A, "authority", Plain);
        await AdmitAsync(authority.Page, "one two three four five six seven eight");
        await authority.Page.Locator(".problem").WaitForAsync();
        Assert.Equal("XO", await authority.Page.Locator("form:has(input[value=admit]) input[name=peer]")
            .InputValueAsync());
        await AdmitAsync(authority.Page, AdmissionPhrase.Of(descriptor));

        Assert.Contains("Admitted XO", await authority.Page.Locator(".done").InnerTextAsync());
        Assert.Equal(8, (await authority.Page.Locator(".phrase").InnerTextAsync()).Split(' ').Length);
        await authority.ShootAsync("peers");
        Assert.Empty(authority.Complaints);
    }

    [Fact]
    public async Task The_exchange_is_paused_and_resumed_and_roles_see_what_they_may()
    {
        await using (var admin = await Visit.AsAsync(chromium, desk.Nodes.B, "admin", Plain))
        {
            await admin.OpenAsync("/peers");
            await admin.Page.Locator("form:has(input[value=pause]) button[value=yes]").ClickAsync();
            Assert.Contains("paused by us", await admin.Page.Locator("tbody").First.InnerTextAsync());
            await admin.Page.Locator("form:has(input[value=pause]) button[value=no]").ClickAsync();
            Assert.Contains("goes on", await admin.Page.Locator(".done").InnerTextAsync());
        }

        await using var observer = await Visit.AsAsync(chromium, desk.Nodes.B, "observer");
        await observer.OpenAsync("/peers");
        Assert.Equal(0, await observer.Page.Locator("table").CountAsync());
        Assert.Contains("the state of streams", await observer.Page.Locator(".rights").First.InnerTextAsync());
        Assert.Empty(observer.Complaints);
        var file = await observer.Page.APIRequest.GetAsync(new Uri(observer.Origin, "/peers/descriptor").ToString());
        Assert.Equal(404, file.Status);
    }

    [Fact]
    public async Task An_officer_is_enrolled_by_a_certificate_changed_and_removed_and_who_may_not_sees_no_list()
    {
        await using (var admin = await Visit.AsAsync(chromium, desk.Nodes.A, "admin", Plain))
        {
            await EnrolAsync(admin.Page, "not a certificate"u8.ToArray());
            Assert.Contains("no certificate", await admin.Page.Locator(".problem").InnerTextAsync());
            await EnrolAsync(admin.Page, Certificate());
            Assert.Contains("Enrolled duty-9", await admin.Page.Locator(".done").InnerTextAsync());
            await admin.ShootAsync("administration");
            await ChangeAsync(admin.Page, isRemoved: false);
            Assert.Contains("and not both", await admin.Page.Locator(".problem").InnerTextAsync());
            await ChangeAsync(admin.Page, isRemoved: true);
            Assert.Contains("No longer an officer", await admin.Page.Locator(".done").InnerTextAsync());
        }

        var left = await desk.Nodes.A.Administration("admin").ListOfficersAsync(new ListOfficersRequest());
        Assert.DoesNotContain(left.Officers, one => one.Label == "duty-9");
        await using var duty = await Visit.AsAsync(chromium, desk.Nodes.A, "duty");
        await duty.OpenAsync("/administration");
        Assert.Equal(0, await duty.Page.Locator("#officers").CountAsync());
        Assert.Contains("store: answers", await duty.Page.Locator(".health-lines").InnerTextAsync());
        Assert.Empty(duty.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light, "en-GB")]
    [InlineData(ColorScheme.Dark, "ar")]
    public async Task They_shut_nobody_out(ColorScheme scheme, string locale)
    {
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.A, "admin", options =>
            (options.ColorScheme, options.Locale) = (scheme, locale));
        await visit.MustBeOpenToAllAsync("/administration", "/peers");
        await visit.ShootAsync($"peers-{locale}");
    }

    private static async Task ProposeAsync(IPage page, byte[] descriptor)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), "/peers").ToString());
        await page.Locator("input[name=descriptor]").SetInputFilesAsync(
            new FilePayload { Name = "XO.descriptor", MimeType = "application/octet-stream", Buffer = descriptor });
        await page.Locator("form:has(input[value=propose]) button").ClickAsync();
    }

    private static async Task AdmitAsync(IPage page, string phrase)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), "/peers").ToString());
        await page.Locator("form:has(input[value=admit]) input[name=peer]").FillAsync("XO");
        await page.Locator("input[name=phrase]").FillAsync(phrase);
        await page.Locator("form:has(input[value=admit]) button").ClickAsync();
    }

    private static async Task EnrolAsync(IPage page, byte[] file)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), "/administration").ToString());
        var form = page.Locator("form:has(input[value=enrol])");
        await form.Locator("input[name=label]").FillAsync("duty-9");
        await form.Locator("input[name=certificate]").SetInputFilesAsync(
            new FilePayload { Name = "duty-9.pem", MimeType = "application/x-pem-file", Buffer = file });
        await form.Locator("input[value=duty-officer]").CheckAsync();
        await form.Locator("button").ClickAsync();
    }

    private static async Task ChangeAsync(IPage page, bool isRemoved)
    {
        var form = page.Locator("form:has(input[value=roles])");
        await form.Locator("select").SelectOptionAsync(new SelectOptionValue { Label = "duty-9" });
        await form.Locator("input[name=remove]").SetCheckedAsync(isRemoved);
        await form.Locator("button").ClickAsync();
    }

    private static byte[] Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=duty-9", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
    }

    private static void Plain(BrowserNewContextOptions options) => options.JavaScriptEnabled = false;
}
