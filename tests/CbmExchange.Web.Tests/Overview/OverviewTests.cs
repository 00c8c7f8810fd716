using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Overview;

/// <summary>Two facts of each participant and reports of States, as a picture and as a table; the directory.</summary>
[Collection(InChromium.Name)]
public sealed class OverviewTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Fact]
    public async Task The_overview_says_two_facts_in_words_and_the_matrix_leaves_empty_what_was_not_shared()
    {
        await ContactAsync("Overview Desk");
        await ReportsAsync();
        await using var visit = await Visit.AsAsync(
            chromium, desk.Nodes.B, "duty", options => options.JavaScriptEnabled = false);
        await visit.OpenAsync("/overview");
        var rows = await visit.Page.Locator("table.facts tbody tr").AllInnerTextsAsync();
        Assert.Contains(rows, row => row.StartsWith("XA", StringComparison.Ordinal) && row.Contains("yes"));
        Assert.Contains(rows, row => row.StartsWith("XC", StringComparison.Ordinal)
            && row.Contains("not recorded here") && !row.Contains("yes"));
        await visit.ShootAsync("overview");

        await visit.OpenAsync("/matrix/oas-11");
        Assert.Equal(["XA", "XB"], await visit.Page.Locator(".matrix thead a").AllInnerTextsAsync());
        Assert.Contains("not shared with you", await visit.Page.Locator(".matrix tbody").InnerTextAsync());
        await visit.ShootAsync("matrix");
        Assert.Empty(visit.Complaints);
        await using var auditor = await Visit.AsAsync(chromium, desk.Nodes.B, "auditor");
        foreach (var path in new[] { "/matrix/oas-11", "/overview", "/library", "/directory", "/digest" })
        {
            await auditor.OpenAsync(path);
            Assert.DoesNotContain("Overview Desk", await auditor.Page.Locator("main").InnerTextAsync());
            Assert.DoesNotContain("implemented", await auditor.Page.Locator("main").InnerTextAsync());
        }
    }

    [Fact]
    [Trait("Journey", "J14")]
    public async Task The_directory_is_filtered_and_kept_as_cards_and_as_a_spreadsheet_that_compares_as_the_same()
    {
        await ContactAsync("Directory Desk");
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "observer");
        var page = visit.Page;
        await visit.OpenAsync("/directory");
        await page.Locator("form.search input[name=state]").FillAsync("XA");
        await page.Locator("form.search button.main").ClickAsync();
        Assert.Contains("Directory Desk", await page.Locator("table").InnerTextAsync());
        Assert.EndsWith("/directory", page.Url);
        await visit.ShootAsync("directory");

        var cards = await KeptAsync(page, "card-html");
        var csv = await KeptAsync(page, "csv");
        Assert.Contains("Directory Desk", await File.ReadAllTextAsync(cards));
        await visit.OpenAsync("/directory/differences");
        var sheet = csv + ".csv";
        await File.WriteAllTextAsync(
            sheet,
            (await File.ReadAllTextAsync(csv)).Replace("+442079460101", "+442079460199", StringComparison.Ordinal));
        await page.SetInputFilesAsync("input[name=csv]", sheet);
        await page.Locator("form.search button.main").ClickAsync();
        Assert.Contains("+442079460199", await page.Locator("main table").First.InnerTextAsync());
        await visit.ShootAsync("directory-differences");
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_shuts_anybody_out(ColorScheme scheme)
    {
        var record = await Held.ReleasedAsync(desk.Nodes.A, Drafts.Strategy(), "XB");
        await Held.AtAsync(desk.Nodes.B, record.RecordId);
        await using var visit = await Visit.AsAsync(
            chromium, desk.Nodes.B, "observer", options => (options.ColorScheme, options.Locale) = (scheme, "ar"));
        string[] paths =
        [
            "/library", $"/library/{record.RecordId}", "/directory", "/directory/differences", "/compare", "/digest",
            "/overview", "/matrix/oas-11",
        ];
        foreach (var path in paths)
        {
            await visit.Page.SetViewportSizeAsync(1280, 800);
            await visit.OpenAsync(path);
            Assert.Equal([], (await Pages.ShutsOutAsync(visit.Page)).Select(found => $"{path} {found}"));
            Assert.Equal([], (await Pages.TooWideAsync(visit.Page)).Select(found => $"{path} {found}"));
        }

        await visit.OpenAsync($"/library/{record.RecordId}");
        await visit.ShootAsync($"record-narrow-ar-{scheme}");
        await visit.OpenAsync("/overview");
        await visit.ShootAsync($"overview-narrow-ar-{scheme}");
    }

    private static async Task<string> KeptAsync(IPage page, string format)
    {
        await page.SelectOptionAsync("select[name=format]", format);
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.Locator("form[action='/directory/file'] button").ClickAsync());
        return await download.PathAsync();
    }

    private async Task ContactAsync(string office)
    {
        await ContactSteps.PublishedAsync(
            desk.Nodes.A, ContactSteps.Draft("incident-state-level", office), Drafts.To("XB"));
        await ContactSteps.LookupAsync(
            ContactSteps.Directory(desk.Nodes.B), new LookupRequest { State = "XA" },
            answer => answer.Contacts.Any(contact => contact.Office == office));
    }

    private async Task ReportsAsync()
    {
        var theirs = await Held.ReleasedAsync(
            desk.Nodes.A, Report(("oas-1", "implemented"), ("oas-2", "partly")), "XB");
        await Held.AtAsync(desk.Nodes.B, theirs.RecordId);
        await Held.ReleasedAsync(desk.Nodes.B, Report(("oas-1", "planned"), ("oas-3", "declined")), "XA");
        await TwoNodes.UntilAsync(
            async () => await new ReportService.ReportServiceClient(desk.Nodes.B.As("duty"))
                .ReadReportMatrixAsync(new ReadReportMatrixRequest { Catalogue = "oas-11" }),
            matrix => matrix.States.Count == 2);
    }

    private static DraftRecordRequest Report(params (string Id, string Status)[] items)
    {
        var draft = Examples.Of("implementation-report");
        var report = draft.Body.ImplementationReport;
        report.Catalogue = "oas-11";
        report.Evidence.Clear();
        report.Items.Clear();
        report.Items.Add(items.Select(item => new ReportItem
        {
            Id = item.Id, Measure = item.Id.Replace('-', ':'), Status = item.Status,
        }));
        return draft;
    }
}
