using System.Security.Cryptography;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using Google.Protobuf;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Library;

/// <summary>What was shared is found, read with its history, set side by side, and kept with its footer.</summary>
[Collection(InChromium.Name)]
public sealed class LibraryTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private static readonly byte[] Paper = Encoding.UTF8.GetBytes("%PDF-1.4 what was shared");

    private static string PaperHash => Convert.ToHexStringLower(SHA256.HashData(Paper));

    [Fact]
    [Trait("Journey", "J6")]
    public async Task An_observer_finds_a_record_without_script_and_reads_its_history_and_its_file()
    {
        var record = await CorrectedAsync();
        await using var visit = await Visit.AsAsync(
            chromium, desk.Nodes.B, "observer", options => options.JavaScriptEnabled = false);
        var page = visit.Page;
        await visit.OpenAsync("/library");
        await page.FillAsync("input[name=query]", "harbour");
        await page.Locator("form.search button.main").ClickAsync();
        Assert.EndsWith("/library", page.Url);
        await visit.ShootAsync("library");
        await page.Locator($"a[href='/library/{record}']").ClickAsync();

        Assert.Equal(["TLP:GREEN", "TLP:GREEN"], await page.Locator(".marked .tlp").AllInnerTextsAsync());
        var history = page.Locator(".version");
        Assert.Contains("The year was wrong.", await history.InnerTextAsync());
        Assert.Contains("2031", await history.Locator("ins").AllInnerTextsAsync());
        Assert.Contains("2030", await history.Locator("del").AllInnerTextsAsync());
        await visit.ShootAsync("record");
        await TwoNodes.UntilAsync(
            () => StatusAsync(visit, $"/library/{record}/files/{PaperHash}"), status => status == 200);
        var file = await page.Context.APIRequest.GetAsync(
            new Uri(visit.Origin, $"/library/{record}/files/{PaperHash}").ToString());
        Assert.Equal(Paper, await file.BodyAsync());
        Assert.StartsWith("attachment", file.Headers["content-disposition"]);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_was_not_shared_reads_as_not_found_and_so_does_its_file()
    {
        var own = await Flow.ClearedAsync(desk.Nodes.A, Strategy("Only for us"));
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "observer");

        var hidden = await visit.OpenAsync($"/library/{own.RecordId}");
        var text = await visit.Page.Locator("main").InnerTextAsync();
        var made = await visit.OpenAsync($"/library/{Guid.NewGuid()}");

        Assert.Equal((404, 404), (hidden!.Status, made!.Status));
        Assert.Equal(text, await visit.Page.Locator("main").InnerTextAsync());
        Assert.Equal(404, await StatusAsync(visit, $"/library/{own.RecordId}/files/{PaperHash}"));
        await visit.OpenAsync("/library");
        Assert.DoesNotContain("Only for us", await visit.Page.Locator("main").InnerTextAsync());
    }

    [Fact]
    [Trait("Journey", "J6")]
    public async Task Two_States_stand_side_by_side_and_a_digest_is_kept_with_its_footer_in_Arabic_too()
    {
        await SharedAsync(Strategy("Harbour plan"));
        var own = await Held.ReleasedAsync(desk.Nodes.B, Strategy("=HYPERLINK(\"x\") of ours"), "XA");
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "authority");
        var page = visit.Page;
        await visit.OpenAsync("/compare");
        await page.Locator("select[name=state]").Nth(0).SelectOptionAsync("XB");
        await page.Locator("select[name=state]").Nth(1).SelectOptionAsync("XA");
        await page.Locator("form.search button.main").ClickAsync();
        Assert.Equal(["XB", "XA"], await page.Locator(".beside > section > h2").AllInnerTextsAsync());
        await visit.ShootAsync("compare");

        await visit.OpenAsync("/digest");
        await page.FillAsync("input[name=since]", "2026-01-01");
        await page.Locator("form.search button.main").ClickAsync();
        await visit.ShootAsync("digest");
        var csv = await KeptAsync(page, "button[value=csv]");
        var json = await KeptAsync(page, "button[value=json]");

        Assert.Contains(own.RecordId, csv);
        Assert.DoesNotContain(",\"=HYPERLINK", csv);
        Assert.Contains("markings: TLP:GREEN", csv);
        Assert.Equal("XB", ReadDigestResponse.Parser.ParseJson(json).Footer.ExportedBy);
        Assert.Empty(visit.Complaints);
        await InArabicAsync("/library", "library-ar");
    }

    [Fact]
    public async Task The_next_page_of_a_search_asks_the_same_and_a_wrong_filter_is_named()
    {
        await SharedAsync(Strategy("Harbour plan"));
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "duty");
        await visit.OpenAsync("/library");
        await visit.Page.Locator(".filters summary").ClickAsync();
        await visit.Page.SelectOptionAsync("select[name=shelf]", "strategies");
        await visit.Page.FillAsync("input[name=topic]", "resilience");
        await visit.Page.Locator("form.search button.main").ClickAsync();

        Assert.Contains("shelf", await visit.Page.Locator(".problem").InnerTextAsync());
        Assert.Equal("resilience", await visit.Page.Locator("input[name=topic]").InputValueAsync());
        await visit.ShootAsync("library-refused");
    }

    private async Task InArabicAsync(string path, string picture)
    {
        await using var visit = await Visit.AsAsync(
            chromium, desk.Nodes.B, "observer", options => options.Locale = "ar");
        await visit.OpenAsync(path);
        Assert.Equal("rtl", await visit.Page.Locator("html").GetAttributeAsync("dir"));
        await visit.ShootAsync(picture);
        Assert.Empty(visit.Complaints);
    }

    private static async Task<string> KeptAsync(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(button).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    private static async Task<int> StatusAsync(Visit visit, string path) =>
        (await visit.Page.Context.APIRequest.GetAsync(new Uri(visit.Origin, path).ToString())).Status;

    private async Task<string> CorrectedAsync()
    {
        await PutAsync();
        var draft = Strategy("Harbour strategy until 2030");
        draft.Body.NationalDocument.Files.Add(PaperFile());
        var first = await SharedAsync(draft);
        var right = await ShareSteps.RevisedAsync(desk.Nodes.A, first, body =>
        {
            body.Title[0].Text_ = "Harbour strategy until 2031";
            body.Files.Add(PaperFile());
        });
        await desk.Nodes.A.Publishing("authority")
            .ReleaseRecordAsync(ShareSteps.Correction(right, "The year was wrong."));
        await TwoNodes.UntilAsync(
            () => Held.AtAsync(desk.Nodes.B, first.RecordId, "observer"), view => view.Earlier.Count == 1);
        return first.RecordId;
    }

    private async Task<RecordCommandReply> SharedAsync(DraftRecordRequest draft)
    {
        var record = await Held.ReleasedAsync(desk.Nodes.A, draft, "XB");
        await Held.AtAsync(desk.Nodes.B, record.RecordId);
        return record;
    }

    private async Task PutAsync()
    {
        using var call = desk.Nodes.A.Publishing("author").PutAttachment();
        await call.RequestStream.WriteAsync(new PutAttachmentRequest
        {
            Sha256 = PaperHash, SizeBytes = Paper.Length, Chunk = ByteString.CopyFrom(Paper),
        });
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
    }

    private static Attachment PaperFile() => new()
    {
        Sha256 = PaperHash, SizeBytes = Paper.Length, MediaType = "application/pdf", FileName = "strategy.pdf",
    };

    private static DraftRecordRequest Strategy(string title)
    {
        var draft = Drafts.Strategy();
        draft.Body.NationalDocument.Title[0].Text_ = title;
        draft.Body.NationalDocument.Topics[0] = "resilience";
        return draft;
    }
}
