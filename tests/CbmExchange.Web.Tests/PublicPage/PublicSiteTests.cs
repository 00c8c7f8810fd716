using System.Net;
using System.Net.Http.Headers;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.PublicPage;

/// <summary>The public page as people read it: in a browser, in six languages, without script.</summary>
[Collection(InChromium.Name)]
public sealed class PublicSiteTests(Chromium chromium, PublicNodes world) : IClassFixture<PublicNodes>
{
    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("ar", ColorScheme.Dark)]
    [Trait("Proves", "32e")]
    public async Task Everyone_finds_a_record_by_its_type_and_reads_its_versions(string language, ColorScheme scheme)
    {
        var record = await CorrectedAsync();
        var complaints = new List<string>();
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme, JavaScriptEnabled = true, Locale = language,
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        });
        var page = await context.NewPageAsync();
        page.Console += (_, line) => complaints.Add(line.Text);
        await page.GotoAsync(world.Address.ToString());
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.GetAttributeAsync("html", "dir"));
        await MustBeOpenAsync(page, $"public-list-{language}");

        await page.Locator("nav.reading a[href='/types/national-document']").ClickAsync();
        await page.Locator($"a[href='/records/{record}']").ClickAsync();
        Assert.Equal(["TLP:CLEAR", "TLP:CLEAR"], await page.Locator(".marked .tlp").AllInnerTextsAsync());
        Assert.Contains("The year.", await page.Locator(".version").InnerTextAsync());
        Assert.Contains("2031", await page.Locator(".version ins").AllInnerTextsAsync());
        Assert.Equal("rtl", await page.Locator("dl.content p[lang=ar]").First.GetAttributeAsync("dir"));
        await MustBeOpenAsync(page, $"public-record-{language}");

        await page.Locator("nav.tongues a[hreflang=fr]").ClickAsync();
        Assert.Equal("fr", await page.GetAttributeAsync("html", "lang"));
        await page.Locator(".brand a").ClickAsync();
        Assert.EndsWith("/?lang=fr", page.Url);
        Assert.Empty(await context.CookiesAsync());
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_withdrawn_record_says_so_and_what_is_not_there_says_no_more_than_that()
    {
        var released = await world.ReleasedAsync(Strategy("Withdrawn plan"));
        await world.Nodes.A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(), RecordId = released.RecordId, ExpectedVersion = released.HeldVersion,
            ReasonClass = "issued-in-error", Request = "stop-using",
        });
        await world.IsThereAsync(released.RecordId, "\"state\":\"withdrawn\"");
        await using var context = await chromium.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var answer = await page.GotoAsync(new Uri(world.Address, $"/records/{released.RecordId}").ToString());
        Assert.Contains("cannot be recalled", await page.Locator(".notice").InnerTextAsync());
        Assert.DoesNotContain("Withdrawn plan", await page.ContentAsync());
        Assert.Equal("noindex, noarchive", answer!.Headers["x-robots-tag"]);
        await MustBeOpenAsync(page, "public-withdrawn");

        var none = await page.GotoAsync(new Uri(world.Address, $"/records/{Guid.NewGuid()}").ToString());
        Assert.Equal(404, none!.Status);
        await MustBeOpenAsync(page, "public-none");
    }

    [Fact]
    public async Task People_and_programs_are_answered_at_the_same_address_and_caches_can_tell_them_apart()
    {
        var released = await world.ReleasedAsync(Strategy("For both"));
        using var web = new HttpClient { BaseAddress = world.Address };
        var path = $"/records/{released.RecordId}";
        var people = await GetAsync(web, path, "text/html,application/xhtml+xml,*/*;q=0.8", "fr-CH, en;q=0.5");
        var chosen = await GetAsync(web, path + "?lang=ru", "text/html", "fr");
        var program = await GetAsync(web, path, "application/json, text/html;q=0.5", "fr");

        Assert.Equal("text/html", people.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<html lang=\"fr\" dir=\"ltr\">", await people.Content.ReadAsStringAsync());
        Assert.Contains("<html lang=\"ru\" dir=\"ltr\">", await chosen.Content.ReadAsStringAsync());
        Assert.Equal("application/json", program.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            await program.Content.ReadAsStringAsync(), await web.GetStringAsync(path + ".json"));
        Assert.Equal(["Accept", "Accept-Language"], people.Headers.Vary);
        Assert.Equal(3, new[] { people, chosen, program }.Select(one => one.Headers.ETag!.Tag).Distinct().Count());
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.Accept.ParseAdd("text/html");
        again.Headers.AcceptLanguage.ParseAdd("fr");
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(people.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, (await web.SendAsync(again)).StatusCode);
        Assert.Contains("Allow: /", await web.GetStringAsync("/robots.txt"));
        foreach (var asset in DeskClient.AssetsOf(await people.Content.ReadAsStringAsync()).Distinct())
        {
            Assert.Contains("immutable", (await web.GetAsync(asset)).Headers.CacheControl!.ToString());
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(
        HttpClient web, string path, string accept, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.AcceptLanguage.ParseAdd(language);
        return await web.SendAsync(request);
    }

    private static async Task MustBeOpenAsync(IPage page, string name)
    {
        Assert.Empty(await Pages.ShutsOutAsync(page));
        await Screens.ShootAsync(page, name);
        Assert.Empty(await Pages.TooWideAsync(page));
        await Screens.ShootAsync(page, name + "-narrow");
        await page.SetViewportSizeAsync(1280, 800);
    }

    private async Task<string> CorrectedAsync()
    {
        var contact = await Node.Tests.Contacts.ContactSteps.PublishedAsync(
            world.Nodes.A, Node.Tests.Contacts.ContactSteps.Draft("incident-state-level", "Duty Centre"),
            PublicNodes.ToAll("persons"));
        await world.IsThereAsync(contact.RecordId, contact.ContentHash);
        var first = await world.ReleasedAsync(Strategy("Strategy of 2030"));
        var right = await ShareSteps.RevisedAsync(world.Nodes.A, first, body =>
        {
            body.Title[0].Text_ = "Strategy of 2031";
            body.Title.Add(new Text { Lang = "ar", Text_ = "استراتيجية 2031", Status = "unofficial" });
        });
        await world.Nodes.A.Publishing("authority").ReleaseRecordAsync(ShareSteps.Correction(right, "The year."));
        await world.IsThereAsync(first.RecordId, right.ContentHash);
        return first.RecordId;
    }

    private static DraftRecordRequest Strategy(string title)
    {
        var draft = Drafts.Strategy(title);
        draft.Body.NationalDocument.Title[0].Text_ = title;
        return draft;
    }
}
