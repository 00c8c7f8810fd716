using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// The three pictures of README.md, taken of whole nodes. They are written where they are shown with
/// <c>CBM_WRITE_SCREENS=1 dotnet test tests/CbmExchange.Web.Tests --filter FullyQualifiedName~ScreensTests</c>.
/// </summary>
[Collection(InChromium.Name)]
public sealed class ScreensTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private const int BytesMax = 150 * 1024;
    private const int WidthPixels = 1280;

    [Fact]
    public async Task Whom_to_call_fits_a_screen()
    {
        await ContactSteps.PublishedAsync(
            desk.Nodes.A,
            ContactSteps.Draft("incident-state-level", "National Cyber Crisis Desk", contact =>
            {
                contact.Kinds[0] = "crisis-duty-desk";
                contact.Channels.Add(new Channel
                {
                    Id = "mail", Type = "e-mail", Value = "duty@crisis.example", PriorityOrder = 2, Hours = "24x7",
                });
            }),
            Drafts.To("XB", "persons"));
        var found = await ContactSteps.LookupAsync(
            ContactSteps.Directory(desk.Nodes.B), new LookupRequest { State = "XA" },
            answer => answer.Contacts.Count > 0);
        await ContactSteps.Directory(desk.Nodes.B).RecordVerificationAsync(new RecordVerificationRequest
        {
            CommandId = Drafts.NewCommand(), Record = found.Contacts[0].RecordId, ChannelId = "duty",
            Method = "check", Result = "acknowledged-in-time",
        });
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "duty");
        await TwoNodes.UntilAsync(
            async () =>
            {
                await visit.OpenAsync("/call/XA/incident-state-level/immediate");
                return await visit.Page.Locator(".first .health").First.InnerTextAsync();
            },
            health => health.Contains("answered", StringComparison.Ordinal));
        await KeepAsync(visit, "whom-do-i-call", 720);
    }

    [Fact]
    public async Task A_release_shows_side_by_side_what_each_would_read()
    {
        var cleared = await Flow.ClearedAsync(desk.Nodes.A, Paper());
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.A, "authority");
        var page = visit.Page;
        await visit.OpenReleaseAsync($"/records/{cleared.RecordId}");
        await page.CheckAsync("[name='g0.to'][value='body:XO']");
        await page.FillAsync("[name='g0.except-add']", "XC");
        await page.SelectOptionAsync("[name='g0.tlp']", "TLP:GREEN");
        await page.CheckAsync("[name='g0.parts-mode'][value=except]");
        await page.CheckAsync("[name='g0.part'][value='sections/annex-2']");
        await visit.DoneAsync("another");
        await page.CheckAsync("[name='g1.to'][value='secretariat:XO']");
        await page.SelectOptionAsync("[name='g1.tlp']", "TLP:AMBER");
        await visit.DoneAsync("preview");
        Assert.Equal(2, await page.Locator("#preview .card").CountAsync());
        await page.Locator("#preview").EvaluateAsync("it => it.scrollIntoView()");
        await KeepAsync(visit, "release-preview", 900);
    }

    [Fact]
    public async Task A_flash_message_waits_to_be_acknowledged()
    {
        var draft = Drafts.Notification("XB", "flash");
        draft.Body.IncidentNotification.PrecedenceReason = "Lives may depend on it.";
        var cleared = await Flow.ClearedAsync(desk.Nodes.A, draft);
        await desk.Nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "duty");
        await TwoNodes.UntilAsync(
            async () => (await visit.OpenAsync($"/inbox/{cleared.RecordId}"))!.Status, status => status == 200);
        Assert.Equal(1, await visit.Page.Locator("button[data-key=a]").CountAsync());
        await KeepAsync(visit, "flash", 800);
    }

    private static DraftRecordRequest Paper()
    {
        var draft = Drafts.Strategy("Disclosure policy");
        var paper = draft.Body.NationalDocument;
        (paper.Kind, paper.OfficialUrl) = ("policy", "https://www.example/policy");
        paper.Title[0].Text_ = "Disclosure policy";
        paper.Abstract[0].Text_ = "How we disclose.";
        paper.Sections[0].Body[0].Text_ = "We tell the vendor first.";
        paper.Sections[1].Body[0].Text_ = "How long we wait.";
        return draft;
    }

    // A picture that nobody waits for: what README.md shows is small.
    private static async Task KeepAsync(Visit visit, string name, int heightPixels)
    {
        await visit.Page.SetViewportSizeAsync(WidthPixels, heightPixels);
        var picture = await visit.Page.ScreenshotAsync(new PageScreenshotOptions());
        Assert.True(
            picture.Length <= BytesMax,
            string.Create(CultureInfo.InvariantCulture, $"{name}.png has {picture.Length} bytes"));
        var folder = Environment.GetEnvironmentVariable("CBM_WRITE_SCREENS") == "1"
            ? Path.Combine(Repository.Root, "src", "CbmExchange.Web", "screens")
            : Path.Combine(Repository.Root, "artifacts", "screens");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
        Assert.Empty(visit.Complaints);
    }
}
