using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>03:10: whom do I call (domain.md §5.3 J11)? By keyboard alone, without script, in any script.</summary>
[Collection(InChromium.Name)]
public sealed class CrisisLookupOnScreenTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private static readonly SemaphoreSlim Once = new(1, 1);
    private static bool isPublished;

    [Theory]
    [InlineData("en", "Xandria", true)]
    [InlineData("ar", "زاندريا", true)]
    [InlineData("en", "Xandria", false)]
    [InlineData("ar", "زاندريا", false)]
    [Trait("Journey", "J11")]
    public async Task One_answer_stands_first_on_one_screen_with_its_freshness_hours_and_number(
        string language, string name, bool withScript)
    {
        await PublishedAsync();
        await using var visit = await Visit.AsAsync(
            chromium, desk.Nodes.B, "duty", withScript ? FormActs.In(language) : FormActs.PlainIn(language));
        var page = visit.Page;
        await visit.MustSpeakAsync(language);
        await TypedAsync(visit, name);

        Assert.Contains("Crisis Duty Desk", await page.Locator(".first h2").InnerTextAsync());
        Assert.Equal(1, await page.Locator(".first .duty.on").CountAsync());
        var number = page.Locator(".first .number").First;
        Assert.Equal("+442079460101", (await number.InnerTextAsync()).Replace("\u00A0", "", StringComparison.Ordinal));
        Assert.Equal("tel:+442079460101", await number.GetAttributeAsync("href"));
        Assert.Equal(1, await page.Locator(".first .spelled").CountAsync());
        Assert.Equal(1, await page.Locator(".others li").CountAsync());
        foreach (var part in new[] { ".first", ".asof" })
        {
            var box = (await page.Locator(part).First.BoundingBoxAsync())!;
            Assert.True(part != ".first" || box.Y + box.Height <= 800, $"{part} ends at {box.Y + box.Height}");
        }

        await visit.MustSpeakAsync(language);
        await visit.ShootAsync($"j11-{language}-{(withScript ? "script" : "plain")}");
        Assert.Equal(withScript ? 1 : 0, await page.Locator("button[data-print]:visible").CountAsync());
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("XA")]
    [InlineData("xa")]
    [InlineData("  XANDRIA ")]
    [InlineData("Xândria")]
    [InlineData("Xandrie")]
    [InlineData("Ксандрия")]
    [InlineData("赞德里亚")]
    [InlineData("زاندريا")]
    public async Task A_State_is_found_by_its_code_or_a_name_in_any_script_whatever_case_and_accents(string typed)
    {
        await PublishedAsync();
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "duty");
        await TypedAsync(visit, typed);
        Assert.Equal(1, await visit.Page.Locator(".first").CountAsync());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J11")]
    public async Task A_typing_error_is_answered_with_what_may_be_meant_as_a_button_and_what_was_typed_stays(
        string language)
    {
        await PublishedAsync();
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "duty", FormActs.In(language));
        var page = visit.Page;
        await TypeAsync(visit, "Xandira");
        await page.Locator(".problem").WaitForAsync();
        Assert.Equal("Xandira", await page.InputValueAsync("input[name=state]"));
        await visit.MustSpeakAsync(language);
        await visit.ShootAsync($"j11-typing-error-{language}");
        await page.Locator("button[name=meant][value=XA]").ClickAsync();
        await page.WaitForURLAsync("**/call/XA/**");
        Assert.Equal(1, await page.Locator(".first").CountAsync());

        // Nobody is guessed from something that is no name.
        await TypeAsync(visit, "<script>alert(1)</script>");
        await page.Locator(".problem").WaitForAsync();
        Assert.Equal(0, await page.Locator("button[name=meant]").CountAsync());
        await visit.MustSpeakAsync(language);
        Assert.Empty(visit.Complaints);
    }

    // With the keyboard alone: on the page itself the field is where typing goes.
    private static async Task TypedAsync(Visit visit, string typed)
    {
        await TypeAsync(visit, typed);
        await visit.MustBeAtAsync("**/call/XA/**");
        await visit.Page.Locator(".answer").WaitForAsync();
    }

    private static async Task TypeAsync(Visit visit, string typed)
    {
        await visit.OpenAsync("/");
        await visit.Page.Locator("input[name=state]:focus").WaitForAsync();
        await visit.Page.Keyboard.TypeAsync(typed);
        await visit.Page.Keyboard.PressAsync("Enter");
    }

    // Half an hour on a day that is not today in any zone: closed whenever the test runs.
    private static Schedule NotToday() => new()
    {
        TimeZone = "Europe/Vilnius",
        Shifts =
        {
            new Shift
            {
                Weekday = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString()[..3].ToLowerInvariant(),
                From = "09:00",
                To = "09:30",
            },
        },
    };

    private async Task PublishedAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (!isPublished)
            {
                await PublishAsync();
                isPublished = true;
            }
        }
        finally
        {
            Once.Release();
        }
    }

    private async Task PublishAsync()
    {
        await ContactSteps.PublishedAsync(
            desk.Nodes.A,
            ContactSteps.Draft("incident-state-level", "Crisis Duty Desk", contact =>
            {
                contact.Kinds[0] = "crisis-duty-desk";
                contact.Languages.Add(new SpokenLanguage { Lang = "fr", Level = "working", Hours = "24x7" });
            }),
            Drafts.To("XB"));
        await ContactSteps.PublishedAsync(
            desk.Nodes.A,
            ContactSteps.Draft("incident-state-level", "Foreign Ministry", contact =>
            {
                contact.Kinds[0] = "diplomatic";
                contact.Coverage = "schedule";
                contact.Schedule = NotToday();
                contact.OutOfHours = "next-working-day";
                contact.Channels[0].Hours = "office";
            }),
            Drafts.To("XB"));
        await ContactSteps.LookupAsync(
            ContactSteps.Directory(desk.Nodes.B), new LookupRequest { State = "XA" },
            answer => answer.Contacts.Count == 2);
    }
}
