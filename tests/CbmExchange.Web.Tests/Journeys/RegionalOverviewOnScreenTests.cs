using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// The secretariat keeps its overview and prepares a meeting (domain.md §5.2 J6), in two languages.
/// </summary>
[Collection(InChromium.Name)]
public sealed class RegionalOverviewOnScreenTests(Chromium chromium, OrganisationNodes all)
    : IClassFixture<OrganisationNodes>
{
    private TestNode O => all.Nodes.O;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J6")]
    public async Task What_members_released_withdrew_and_replaced_is_digested_by_measure_and_kept_with_its_footer(
        string language)
    {
        var kept = await ReleasedAsync(all.Nodes.A, "Kept strategy");
        var gone = await ReleasedAsync(all.Nodes.B, "Withdrawn strategy");
        await Flow.ClearedAsync(all.Nodes.A, Strategy("Not shared"));
        await all.Nodes.B.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(), RecordId = gone.RecordId, ExpectedVersion = gone.HeldVersion,
            ReasonClass = "no-longer-valid", Request = "stop-using",
        });
        await TwoNodes.UntilAsync(() => Held.AtAsync(O, gone.RecordId), view => view.State == "withdrawn");
        await using var visit = await Visit.AsAsync(chromium, O, "observer", FormActs.In(language));
        await OverviewAsync(visit, language);
        await LibraryAsync(visit, gone.RecordId, language);
        await DigestAsync(visit, kept.RecordId, gone.RecordId, language);
        Assert.Empty(visit.Complaints);
    }

    private static async Task OverviewAsync(Visit visit, string language)
    {
        await visit.OpenAsync("/overview");
        await visit.MustSpeakAsync(language);
        await visit.ShootAsync($"j6-overview-{language}");
        var rows = visit.Page.Locator("table.facts tbody tr");
        Assert.Equal(1, await rows.Filter(new() { Has = visit.Page.Locator("a[href^='/call/XA/']") }).CountAsync());
    }

    // What was withdrawn stays on its shelf and says so.
    private static async Task LibraryAsync(Visit visit, string gone, string language)
    {
        await visit.OpenAsync("/library");
        await visit.Page.FillAsync("input[name=state]", "XB");
        await visit.Page.Locator("form.search button.main").ClickAsync();
        await visit.Page.Locator($"a[href='/library/{gone}']").WaitForAsync();
        await visit.MustSpeakAsync(language);
        var link = visit.Page.Locator($"a[href='/library/{gone}']");
        var entry = visit.Page.Locator("article.entry", new() { Has = link });
        Assert.Equal(1, await entry.Locator(".notice").CountAsync());
    }

    private static async Task DigestAsync(Visit visit, string kept, string gone, string language)
    {
        var page = visit.Page;
        await visit.OpenAsync("/digest");
        await page.FillAsync("input[name=since]", $"{TimeProvider.System.GetUtcNow().AddDays(-1):yyyy-MM-dd}");
        await page.SelectOptionAsync("select[name=body]", "XO");
        await page.Locator("form.search button.main").ClickAsync();
        await page.Locator("table.digest").First.WaitForAsync();
        await visit.MustSpeakAsync(language);
        await visit.ShootAsync($"j6-digest-{language}");
        var group = page.Locator("section", new() { Has = page.Locator("h2 [dir=ltr]", new() { HasText = "osce:7" }) });
        foreach (var record in new[] { kept, gone })
        {
            Assert.Equal(1, await group.Locator($"a[href='/library/{record}']").CountAsync());
        }

        Assert.DoesNotContain("Not shared", await visit.TextAsync());
        foreach (var format in new[] { "csv", "json" })
        {
            var download = await page.RunAndWaitForDownloadAsync(
                () => page.Locator($"button[name=format][value={format}]").ClickAsync());
            var file = await File.ReadAllTextAsync(await download.PathAsync());
            Assert.Contains(kept, file);
            Assert.Contains("TLP:GREEN", file);
            Assert.Contains("imply no opinion", file);
            Assert.DoesNotContain("Not shared", file);
        }
    }

    private async Task<RecordCommandReply> ReleasedAsync(TestNode by, string title)
    {
        var record = await Held.ReleasedAsync(by, Strategy(title), "XO");
        await Held.AtAsync(O, record.RecordId);
        return record;
    }

    private static DraftRecordRequest Strategy(string title)
    {
        var draft = Drafts.Strategy(title);
        draft.Body.NationalDocument.Title[0].Text_ = title;
        draft.Body.NationalDocument.ReportsUnder.Add("osce:7");
        return draft;
    }
}
