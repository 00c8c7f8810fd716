using System.Text.RegularExpressions;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;
using Microsoft.Playwright;
using DatabaseSwitch = CbmExchange.Node.Tests.Cases.DatabaseSwitch;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// XB's PostgreSQL does not answer and XA's node is gone: the number is on the screen and goes on paper
/// (domain.md §5.3 J14), in two languages.
/// </summary>
[Collection(InChromium.Name)]
public sealed partial class EverythingIsDownTests(Chromium chromium)
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J14")]
    public async Task The_number_is_on_the_screen_with_its_time_and_goes_on_one_sheet_and_on_cards(string language)
    {
        var nodes = new TwoNodes { HasDesk = true };
        await nodes.InitializeAsync();
        try
        {
            await PublishedAsync(nodes);
            await using var visit = await Visit.AsAsync(chromium, nodes.B, "duty", FormActs.In(language));
            await nodes.RestartAAsync(async () =>
            {
                nodes.B.ExpectedErrors.Add("");
                await DatabaseSwitch.OffAsync(nodes.HomeB);
                await OnScreenAsync(visit, language);
                await OnPaperAsync(visit, language);
                await OnCardsAsync(visit, language);
                await DatabaseSwitch.OnAsync(nodes.HomeB);
            });
        }
        finally
        {
            await nodes.DisposeAsync();
        }
    }

    private static async Task OnScreenAsync(Visit visit, string language)
    {
        await TwoNodes.UntilAsync(
            async () =>
            {
                await visit.OpenAsync("/");
                await visit.Page.Locator("input[name=state]:focus").WaitForAsync();
                await visit.Page.Keyboard.TypeAsync("Xandria");
                await visit.Page.Keyboard.PressAsync("Enter");
                await visit.Page.Locator(".answer").WaitForAsync();
                return await visit.Page.Locator(".asof strong").CountAsync();
            },
            fromMemory => fromMemory > 0);
        Assert.Contains("Night Desk", await visit.Page.Locator(".first h2").InnerTextAsync());
        Assert.Matches(@"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", await visit.Page.Locator(".asof").First.InnerTextAsync());
        await visit.MustSpeakAsync(language);
        await visit.ShootAsync($"j14-dark-{language}");
    }

    // What is for the screen only stays off the paper, which is one sheet.
    private static async Task OnPaperAsync(Visit visit, string language)
    {
        var page = visit.Page;
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var gone in new[] { ".top", ".foot", "form.ask", "button" })
        {
            Assert.Equal(0, await page.Locator($"{gone}:visible").CountAsync());
        }

        foreach (var stays in new[] { ".first .number", ".first .spelled", ".first .duty", ".asof", ".first .tlp" })
        {
            Assert.True(await page.Locator(stays).First.IsVisibleAsync(), stays);
        }

        await visit.ShootAsync($"j14-print-{language}");
        var paper = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { Format = "A4" }));
        Assert.Single(Sheet().Matches(paper));
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    private static async Task OnCardsAsync(Visit visit, string language)
    {
        await visit.OpenAsync("/directory");
        await visit.MustSpeakAsync(language);
        Assert.Contains("Night Desk", await visit.TextAsync());
        Assert.Equal(1, await visit.Page.Locator(".asof strong").CountAsync());
        await visit.Page.SelectOptionAsync("select[name=format]", "card-html");
        var download = await visit.Page.RunAndWaitForDownloadAsync(
            () => visit.Page.Locator("form[action='/directory/file'] button").ClickAsync());
        var card = await File.ReadAllTextAsync(await download.PathAsync());
        foreach (var part in new[] { "NIGHT DESK", "+442 079 460 101", "24/7", "as of ", "A Alfa", "9 Nine" })
        {
            Assert.Contains(part, card, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task PublishedAsync(TwoNodes nodes)
    {
        await ContactSteps.PublishedAsync(
            nodes.A, ContactSteps.Draft("incident-state-level", "Night Desk"), Drafts.To("XB"));
        await ContactSteps.LookupAsync(
            ContactSteps.Directory(nodes.B), new LookupRequest { State = "XA" },
            answer => answer.Contacts.Count > 0);
    }

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex Sheet();
}
