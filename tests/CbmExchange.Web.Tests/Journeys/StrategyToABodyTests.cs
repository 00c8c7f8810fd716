using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// A new strategy for 57 members of a body, minus oneself, minus one, plus two: from the empty form to the page that
/// says what is known of each (domain.md §5.1 J1), in two languages.
/// </summary>
[Collection(InChromium.Name)]
public sealed class StrategyToABodyTests(Chromium chromium, BodyNodes nodes) : IClassFixture<BodyNodes>
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J1")]
    public async Task A_strategy_goes_to_a_body_minus_one_plus_two_and_the_page_says_what_is_known_of_each(
        string language)
    {
        await using var author = await Visit.AsAsync(chromium, nodes.Author, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, nodes.Author, "authority", FormActs.In(language));
        var address = await DraftedAsync(author, language);
        await author.MustSpeakAsync(language);
        await ReturnedOnceAsync(author, authority, address, language);
        await authority.OpenAsync(address);
        await authority.DoneAsync("clear");
        await PreviewedAsync(authority, address, language);
        await authority.DoAsync("release");
        await authority.MustBeAtAsync(new Uri(authority.Origin, address + "?done=released").ToString());

        var held = await ShareSteps.HeldAsync(nodes.Reader, address.Split('/')[^1], _ => true);
        Assert.Equal(["main"], held.Body.NationalDocument.Sections.Select(one => one.Id));
        await StatusAsync(author, address, language);
        await StillValidAsync(author, address, language);
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
    }

    // Few fields first; a title in the language of the State and an unofficial English one; a file; the measures.
    private static async Task<string> DraftedAsync(Visit author, string language)
    {
        var page = author.Page;
        await author.MustSpeakAtAsync(language, "/records", "/records/new");
        await page.Locator("a[href='/records/new/national-document']").ClickAsync();
        await author.MustSpeakAsync(language);
        Assert.InRange(await page.Locator("form.record > .field").CountAsync(), 6, 7);
        await page.FillAsync("[name=languages]", "fr");
        foreach (var (field, text) in new[]
        {
            ("subject", "Stratégie nationale"), ("title", "Stratégie nationale 2026"),
            ("abstract", "Ce que nous ferons."), ("issuingBody", "Ministère"),
        })
        {
            await author.WriteAsync(field, text, "fr");
        }

        await page.SelectOptionAsync("[name='f.kind']", "strategy");
        await page.SelectOptionAsync("[name='f.status']", "in-force");
        await page.FillAsync("[name='f.topics']", "resilience");
        await author.AddAsync("title");
        await author.WriteAsync("title", "National strategy 2026", "en", 1);
        await page.SelectOptionAsync("[name='f.title[1].status']", "unofficial");
        await author.OpenMoreAsync();
        foreach (var measure in new[] { "osce:7", "un:3" })
        {
            await page.CheckAsync($"[name='f.reportsUnder'][value='{measure}']");
        }

        var review = TimeProvider.System.GetUtcNow().AddDays(5);
        await page.FillAsync("[name='f.reviewBy']", $"{review:yyyy-MM-dd'T'HH:mm}");
        await FileAndSectionsAsync(author);
        return await author.SavedAsync();
    }

    private static async Task FileAndSectionsAsync(Visit author)
    {
        await author.AddAsync("files");
        await author.Page.SetInputFilesAsync("[name='file.files[0]']", new FilePayload
        {
            Name = "strategie.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.7 x"u8],
        });
        foreach (var (id, text, place) in new[] { ("main", "Partie principale.", 0), ("annex-2", "Pour nous.", 1) })
        {
            await author.AddAsync("sections");
            await author.Page.FillAsync($"[name='f.sections[{place}].id']", id);
            await author.AddAsync($"sections[{place}].body");
            await author.WriteAsync($"sections[{place}].body", text, "fr");
        }
    }

    private static async Task ReturnedOnceAsync(Visit author, Visit authority, string address, string language)
    {
        const string Reason = "Dites que l'annexe 2 n'est pas partagée.";
        await author.DoneAsync("submit");
        await authority.MustSpeakAtAsync(language, "/clearance");
        await authority.Page.Locator($"a[href='{address}']").First.ClickAsync();
        await authority.UnfoldActAsync("return");
        await authority.Page.FillAsync("textarea[name=reason]", Reason);
        await authority.MustSpeakAsync(language);
        await authority.DoneAsync("return");

        await author.OpenAsync(address);
        Assert.Contains(Reason, await author.TextAsync());
        await author.Page.Locator($"a[href='{address}/edit']").ClickAsync();
        Assert.Contains(Reason, await author.TextAsync());
        await author.AddAsync("extentStatement");
        await author.WriteAsync("extentStatement", "L'annexe 2 n'est pas partagée.", "fr");
        await author.SavedAsync();
        await author.DoneAsync("submit");
    }

    // TLP:CLEAR for a limited audience draws a warning; GREEN does not. All 57 stand there with their names.
    private static async Task PreviewedAsync(Visit authority, string address, string language)
    {
        var page = authority.Page;
        await authority.OpenReleaseAsync(address);
        await page.CheckAsync("[name='g0.to'][value='body:XO']");
        await page.FillAsync("[name='g0.to-add']", "S58, Participant S59");
        await page.FillAsync("[name='g0.except-add']", "S5");
        await page.SelectOptionAsync("[name='g0.tlp']", "TLP:CLEAR");
        await page.CheckAsync("[name='g0.parts-mode'][value=except]");
        await page.CheckAsync("[name='g0.part'][value='sections/annex-2']");
        await authority.DoneAsync("preview");
        var warnings = page.Locator("#preview .notice");
        Assert.Contains(await warnings.AllInnerTextsAsync(), one => one.Contains("TLP:CLEAR lets"));
        await page.SelectOptionAsync("[name='g0.tlp']", "TLP:GREEN");
        await authority.DoneAsync("preview");
        Assert.DoesNotContain(await warnings.AllInnerTextsAsync(), one => one.Contains("TLP:CLEAR"));
        await authority.MustSpeakAsync(language);
        await authority.ShootAsync($"j1-preview-{language}");

        var told = page.Locator("table.extent tr").Nth(1);
        Assert.Equal(57, await told.Locator(".who").CountAsync());
        Assert.Contains("S59 Participant S59", await told.InnerTextAsync());
        Assert.Equal("sections/annex-2", await told.Locator("code").InnerTextAsync());
        var nothing = await page.Locator("table.extent tr").Last.Locator(".who b").AllInnerTextsAsync();
        Assert.Equal(["S5", "XO"], nothing.Order(StringComparer.Ordinal));
        Assert.Equal(["TLP:GREEN", "TLP:GREEN"], await page.Locator("#preview .card .marked").AllInnerTextsAsync());
        Assert.Contains("Partie principale.", await page.Locator("#preview .card").InnerTextAsync());
        Assert.DoesNotContain("Pour nous.", await page.Locator("#preview .card").InnerTextAsync());
    }

    // One node fetched it; 56 have none here, and the page says so of each and in sum.
    private async Task StatusAsync(Visit author, string address, string language)
    {
        await Node.Tests.Readings.TwoNodes.UntilAsync(
            async () => await nodes.Author.Publishing("author").GetRecordAsync(
                new GetRecordRequest { Record = address.Split('/')[^1] }),
            view => view.Recipients.Any(one => one.Receipt == "fetched"));
        await author.OpenAsync(address);
        await author.MustSpeakAsync(language);
        await author.ShootAsync($"j1-status-{language}");
        var sums = author.Page.Locator(".receipts-sum");
        Assert.Equal("1", await sums.Locator("[data-receipt=fetched] b").InnerTextAsync());
        Assert.Equal("56", await sums.Locator("[data-receipt=waiting] b").InnerTextAsync());
        Assert.Equal(57, await author.Page.Locator("table.recipients tbody tr").CountAsync());
    }

    // Near the day of its review it is put on the page of own records, and confirmed by a version that says the same.
    private static async Task StillValidAsync(Visit author, string address, string language)
    {
        await author.OpenAsync("/records");
        await author.MustSpeakAsync(language);
        await author.Page.Locator($"section.due a[href='{address}']").ClickAsync();
        await author.DoneAsync("confirm");
        Assert.Equal(1, await author.Page.Locator("button[value=submit]").CountAsync());
    }
}
