using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Publishing;

/// <summary>The whole way of a strategy through the pages: XA's officers write, XB's node receives.</summary>
[Collection(InChromium.Name)]
public sealed class PublishTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Fact]
    [Trait("Journey", "J1")]
    public async Task A_strategy_is_written_given_back_once_cleared_previewed_side_by_side_and_released_without_script()
    {
        await using var author = await Visit.AsAsync(chromium, desk.Nodes.A, "author", WithoutScript);
        await using var authority = await Visit.AsAsync(chromium, desk.Nodes.A, "authority", WithoutScript);
        var address = await DraftedAsync(author);
        await author.PressAsync("Submit to a second person");

        await authority.OpenAsync("/clearance");
        await authority.ShootAsync("clearance");
        await authority.Page.Locator("a.line", new() { HasText = "Stratégie" }).ClickAsync();
        await authority.Page.Locator("summary", new() { HasText = "Give it back…" }).ClickAsync();
        await authority.Page.FillAsync("textarea[name=reason]", "Say that annex 2 is not shared.");
        await authority.PressAsync("Give it back");

        await author.OpenAsync(address);
        Assert.Contains("Say that annex 2 is not shared.", await author.TextAsync());
        await author.Page.Locator("a", new() { HasText = "Edit" }).ClickAsync();
        await author.OpenMoreAsync();
        await author.AddAsync("extentStatement");
        await author.Page.FillAsync("[name='f.extentStatement[0].text']", "L'annexe 2 n'est pas partagée.");
        await author.SaveAsync();
        await author.PressAsync("Submit to a second person");

        await authority.OpenAsync(address);
        await authority.PressAsync("Clear: the State signs it now");
        await ReleasedAsync(authority, address);

        var held = await ShareSteps.HeldAsync(desk.Nodes.B, address.Split('/')[^1], _ => true);
        Assert.Equal(["main"], held.Body.NationalDocument.Sections.Select(one => one.Id));
        await authority.OpenAsync("/view-as/XC");
        Assert.Contains("Nothing was released to it", await authority.TextAsync());
        await authority.OpenAsync("/view-as/XB");
        Assert.Contains("Stratégie nationale", await authority.TextAsync());
        Assert.DoesNotContain("Pour nous seuls", await authority.TextAsync());
        await authority.ShootAsync("view-as");
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
    }

    // Every grant is chosen, previewed and only then released.
    private static async Task ReleasedAsync(Visit authority, string address)
    {
        var page = authority.Page;
        await page.Locator("a", new() { HasText = "Release…" }).ClickAsync();
        await page.CheckAsync("[name='g0.to'][value='body:XO']");
        await page.FillAsync("[name='g0.except-add']", "XC");
        await page.SelectOptionAsync("[name='g0.tlp']", "TLP:GREEN");
        await page.CheckAsync("[name='g0.parts-mode'][value=except]");
        await page.CheckAsync("[name='g0.part'][value='sections/annex-2']");
        await authority.PressAsync("Preview");
        await authority.ShootAsync("release-preview");
        var extent = page.Locator("table.extent");
        Assert.Contains("sections/annex-2", await extent.Locator("tr", new() { HasText = "XB" }).InnerTextAsync());
        var others = await extent.Locator("tr", new() { HasText = "XC" }).InnerTextAsync();
        Assert.Contains("nothing, and no sign of it", others);

        // Somebody changes the audience after the preview: it is shown anew, and nothing leaves.
        await page.UncheckAsync("[name='g0.part'][value='sections/annex-2']");
        await authority.PressAsync("Release exactly this");
        Assert.Contains("not what you were shown", await page.Locator(".problem").InnerTextAsync());
        await page.CheckAsync("[name='g0.part'][value='sections/annex-2']");
        await authority.PressAsync("Preview again");
        await authority.PressAsync("Release exactly this");
        await authority.MustBeAtAsync(new Uri(authority.Origin, address + "?done=released").ToString());
        await authority.ShootAsync("record-released");
    }

    private static async Task<string> DraftedAsync(Visit author)
    {
        var page = author.Page;
        await author.OpenAsync("/records/new");
        await author.ShootAsync("record-types");
        await page.Locator("a[href='/records/new/national-document']").ClickAsync();
        await page.FillAsync("[name=languages]", "fr");
        await author.SaveAsync(isFaulty: true);
        await author.ShootAsync("record-form-faults");
        Assert.Contains("Is required.", await page.Locator("#p-title").InnerTextAsync());

        foreach (var (field, text) in new[]
        {
            ("subject", "Stratégie nationale"), ("title", "Stratégie nationale 2026"),
            ("abstract", "Ce que nous ferons."), ("issuingBody", "Ministère"),
        })
        {
            await page.FillAsync($"[name='f.{field}[0].text']", text);
            await page.FillAsync($"[name='f.{field}[0].lang']", "fr");
        }

        await page.SelectOptionAsync("[name='f.kind']", "strategy");
        await page.SelectOptionAsync("[name='f.status']", "in-force");
        await page.FillAsync("[name='f.topics']", "resilience\nnorms");
        await page.Locator("#p-title button", new() { HasText = "Another language" }).ClickAsync();
        await page.FillAsync("[name='f.title[1].text']", "National strategy 2026");
        await page.FillAsync("[name='f.title[1].lang']", "en");
        await page.SelectOptionAsync("[name='f.title[1].status']", "unofficial");
        await author.OpenMoreAsync();
        await SectionsAsync(author);
        await author.SaveAsync();
        await author.ShootAsync("record-draft");
        return new Uri(page.Url).AbsolutePath;
    }

    // A file, and two parts that can be released apart.
    private static async Task SectionsAsync(Visit author)
    {
        var page = author.Page;
        await author.AddAsync("files");
        await page.SetInputFilesAsync("[name='file.files[0]']", new FilePayload
        {
            Name = "strategie.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.7 x"u8],
        });
        foreach (var (id, text, index) in new[]
        {
            ("main", "Partie principale.", 0), ("annex-2", "Pour nous seuls.", 1),
        })
        {
            await author.AddAsync("sections");
            await page.FillAsync($"[name='f.sections[{index}].id']", id);
            await author.AddAsync($"sections[{index}].body");
            await page.FillAsync($"[name='f.sections[{index}].body[0].text']", text);
        }
    }

    private static void WithoutScript(BrowserNewContextOptions options) => options.JavaScriptEnabled = false;
}
