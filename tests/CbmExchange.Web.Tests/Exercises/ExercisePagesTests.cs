using CbmExchange.Node.Tests.Exercises;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Exercises;

/// <summary>XA directs and XB plays, on screen, from the announcement to the file of what happened.</summary>
[Collection(InChromium.Name)]
public sealed class ExercisePagesTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private const string Secret = "Notify within the hour.";

    private TestNode A => desk.Nodes.A;

    private TestNode B => desk.Nodes.B;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J10")]
    [Trait("Edge", "25")]
    public async Task A_director_announces_a_State_consents_injects_are_played_and_the_timeline_is_kept(string language)
    {
        var id = "EX-2027-" + language;
        await using var author = await Visit.InAsync(chromium, A, "author", language);
        await using var authority = await Visit.InAsync(chromium, A, "authority", language);
        await using var player = await Visit.InAsync(chromium, B, "duty", language);
        await using var second = await Visit.InAsync(chromium, B, "authority", language);

        await authority.ReleasedAsync(await AnnouncedAsync(author, id, language), "XB");
        await second.ReleasedAsync(await ConsentedAsync(player, id, language), "XA");
        await ExerciseSteps.KnownAsync(A, id, known => known.Consented.Contains("XB"));
        await authority.ReleasedAsync(await InjectAsync(author, id, language), "XB");
        var inject = await PlayedAsync(player, id, language);
        await SeenAsync(author, id, language);
        await NoDuffAsync(player, inject, language);
        await NoticeAsync(author, authority, id, "no-duff", known => known is { Phase: "paused", ForRealEvent: true });
        await player.OpenAsync(Address(id));
        Assert.Equal(1, await player.Page.Locator("article .notice", new() { HasText = "NO DUFF" }).CountAsync());
        await player.ShootBothAsync($"exercise-paused-{language}");
        await TimelineAsync(author, id);
        await NoticeAsync(author, authority, id, "end-early", known => known.Phase == "over");
        await author.OpenAsync("/exercises");
        Assert.Equal(0, await author.Page.Locator($"a[href='{Address(id)}']").CountAsync());
        await author.OpenAsync("/exercises/all");
        Assert.Equal(1, await author.Page.Locator($"a[href='{Address(id)}']").CountAsync());
        Assert.Empty(author.Complaints.Concat(authority.Complaints).Concat(player.Complaints)
            .Concat(second.Complaints));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_shuts_anybody_out(ColorScheme scheme)
    {
        var id = $"EX-2027-{scheme}";
        var released = await ExerciseDrafts.ReleasedAsync(
            A, ExerciseDrafts.Announcement("XA", ["XB"], id), "XB");
        await ExerciseSteps.ConsentedAsync(B, "XB", id, ("XA", A));
        await using var author = await Visit.AsAsync(
            chromium, A, "author", options => options.ColorScheme = scheme);
        await author.MustBeOpenToAllAsync(
            "/exercises", "/exercises/all", "/exercises/aside", "/exercises/new", Address(id),
            $"/exercises/no-duff/{released.Record.RecordId}");
        await author.OpenAsync(Address(id));
        await author.ShootAsync($"exercise-{scheme}");
        await using var player = await Visit.AsAsync(
            chromium, B, "duty", options => options.ColorScheme = scheme);
        await player.MustBeOpenToAllAsync(Address(id));
    }

    [Fact]
    public async Task An_exercise_that_is_not_known_here_is_said_so_and_a_line_that_is_no_participant_is_not_left_out()
    {
        await using var author = await Visit.AsAsync(chromium, A, "author");
        Assert.Equal(404, (await author.OpenAsync(Address("EX-NONE")))!.Status);
        await AnnouncedAsync(author, "EX-2027-X", "en", "XB; Note 9/27; 2027-01-12\nXQ; Note 9/27; 2027-01-12");
        Assert.Contains("XQ; Note 9/27", await author.Page.Locator(".problem").InnerTextAsync(),
            StringComparison.Ordinal);
        Assert.Equal("EX-2027-X", await author.Form("exercise").Locator("[name=id]").InputValueAsync());
    }

    private static string Address(string id) => $"/exercises/show/{id}";

    private async Task<string> AnnouncedAsync(Visit author, string id, string language, string? players = null)
    {
        await author.OpenAsync("/exercises");
        await author.Page.Locator("a[href='/exercises/new']").ClickAsync();
        var form = author.Form("exercise");
        var now = desk.Nodes.Clock.GetUtcNow();
        foreach (var (field, words) in new[]
        {
            ("id", id), ("name", "Exercise Quiet Line"), ("starts", $"{now.AddHours(-1):yyyy-MM-dd HH:mm}"),
            ("ends", $"{now.AddHours(6):yyyy-MM-dd HH:mm}"),
            ("players", players ?? "XA; Note 4/27; 2027-01-10\nXB; Note 9/27; 2027-01-12"),
            ("objective", "To try the templates."), ("no-duff", "Say NO DUFF first, by telephone too."),
        })
        {
            await form.Locator($"[name={field}]").FillAsync(words);
        }

        await form.Locator("[name=language]").SelectOptionAsync("en");
        await author.ShootBothAsync($"exercise-new-{language}");
        await form.Locator("button.main").ClickAsync();
        await author.Page.WaitForLoadStateAsync();
        return players is null ? await author.SubmittedAsync() : "";
    }

    private static async Task<string> ConsentedAsync(Visit player, string id, string language)
    {
        await TwoNodes.UntilAsync(
            async () =>
            {
                await player.OpenAsync("/exercises");
                return await player.Page.Locator($"a[href='{Address(id)}']").CountAsync();
            },
            shown => shown == 1);
        await player.ShootBothAsync($"exercises-{language}");
        await player.Page.Locator($"a[href='{Address(id)}']").ClickAsync();
        await BetweenBannersAsync(player);
        await player.ShootBothAsync($"exercise-asked-{language}");
        var form = player.Page.Locator("form:has([name=announcement])");
        await form.Locator("[name=answer]").SelectOptionAsync("consents");
        await form.Locator("button.main").ClickAsync();
        return await player.SubmittedAsync();
    }

    // The generic form, begun for this exercise; what players must not read is left out beforehand.
    private static async Task<string> InjectAsync(Visit author, string id, string language)
    {
        await author.OpenAsync(Address(id));
        await author.Page.Locator("a[href*='exercise-inject']").ClickAsync();
        Assert.Equal(id, await author.Page.Locator("[name=exercise]").InputValueAsync());
        await author.Page.FillAsync("[name='f.subject[0].text']", "A portal is slow");
        await author.Page.SelectOptionAsync("[name='f.precedence']", "priority");
        await author.Page.CheckAsync($"[name='f.to'][value='{Drafts.IdOf("XB")}']");
        await author.Page.FillAsync("[name='f.content[0].text']", "The fictional State XP sees a slow portal.");
        await author.Page.FillAsync("[name='f.expectedAction[0].text']", Secret);
        await author.ShootAsync($"exercise-inject-{language}");
        await author.PressValueAsync("save");
        return await author.SubmittedAsync();
    }

    private static async Task<string> PlayedAsync(Visit player, string id, string language)
    {
        var link = player.Page.Locator(".inbox a", new() { HasText = "A portal is slow" });
        await TwoNodes.UntilAsync(
            async () =>
            {
                await player.OpenAsync($"/inbox/list/exercise/{id}");
                return await link.CountAsync();
            },
            shown => shown == 1);
        await player.ShootBothAsync($"exercise-inbox-{language}");
        await link.ClickAsync();
        await player.Page.WaitForLoadStateAsync();
        await BetweenBannersAsync(player);
        Assert.DoesNotContain(Secret, await player.TextAsync(), StringComparison.Ordinal);
        await player.ShootBothAsync($"exercise-message-{language}");
        await player.Page.Locator("button[data-key=a]").ClickAsync();
        await player.Page.Locator(".done").WaitForAsync();
        return new Uri(player.Page.Url).AbsolutePath.Split('/')[^1];
    }

    // The controllers' view says what came of an inject, and keeps what they saw.
    private static async Task SeenAsync(Visit author, string id, string language)
    {
        await TwoNodes.UntilAsync(
            async () =>
            {
                await author.OpenAsync(Address(id));
                return await author.Page.Locator(".controllers .ticks time:not(:empty)").CountAsync();
            },
            times => times >= 2);
        Assert.Contains(Secret, await author.Page.Locator(".controllers").InnerTextAsync(), StringComparison.Ordinal);
        var form = await author.UnfoldAsync("seen");
        await form.Locator("[name=player]").SelectOptionAsync("XB");
        await form.Locator("[name=seen]").FillAsync("=Called the desk after 4 minutes.");
        await form.Locator("button").ClickAsync();
        await author.Page.Locator(".done").WaitForAsync();
        await author.ShootBothAsync($"exercise-controllers-{language}");
    }

    // What is real begins as actual: the page says so first, and nothing of the play is in the draft.
    private async Task NoDuffAsync(Visit player, string inject, string language)
    {
        await player.OpenAsync($"/inbox/{inject}");
        await player.Page.Locator($"a[href='/exercises/no-duff/{inject}']").ClickAsync();
        await player.Page.Locator(".head.actual").WaitForAsync();
        Assert.Equal(0, await player.Page.Locator(".banner, article.exercise").CountAsync());
        await player.ShootBothAsync($"no-duff-{language}");
        await player.Form("no-duff").Locator("[name=summary]").FillAsync("Our duty desk cannot be reached.");
        await player.Form("no-duff").Locator("button.danger").ClickAsync();
        var record = await player.RecordIdAsync();
        var draft = await B.Publishing("duty").GetRecordAsync(new() { Record = record });
        Assert.Equal(("actual", ""), (draft.Context, draft.ExerciseId));
        Assert.DoesNotContain("portal", draft.ToString(), StringComparison.Ordinal);
    }

    private async Task NoticeAsync(
        Visit author, Visit authority, string id, string kind,
        Func<Contracts.Exchange.V1.ExerciseView, bool> fits)
    {
        await author.OpenAsync(Address(id));
        var form = await author.UnfoldAsync("notice");
        await form.Locator("[name=kind]").SelectOptionAsync(kind);
        await form.Locator("[name=reason]").FillAsync("A line to a desk is down.");
        await form.Locator("button").ClickAsync();
        await authority.ReleasedAsync(await author.SubmittedAsync(), "XB");
        await ExerciseSteps.KnownAsync(B, id, fits);
    }

    // First and last line of the file is the banner, and no cell runs as a formula.
    private static async Task TimelineAsync(Visit author, string id)
    {
        await author.OpenAsync(Address(id));
        var table = await KeptAsync(author, "csv");
        Assert.StartsWith("EXERCISE", table.Name, StringComparison.Ordinal);
        var lines = table.Text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(
            new[] { lines[0], lines[^1] },
            line => Assert.StartsWith("EXERCISE EXERCISE EXERCISE", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(",'=Called the desk after 4 minutes.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(",acknowledged,", StringComparison.Ordinal));
        var json = System.Text.Json.JsonDocument.Parse((await KeptAsync(author, "json")).Text).RootElement;
        Assert.StartsWith("EXERCISE EXERCISE EXERCISE", json.GetProperty("banner").GetString(),
            StringComparison.Ordinal);
    }

    private static async Task<(string Name, string Text)> KeptAsync(Visit author, string format)
    {
        var kept = await author.Page.RunAndWaitForDownloadAsync(
            () => author.Page.Locator($"main button[value={format}]").ClickAsync());
        return (kept.SuggestedFilename, await File.ReadAllTextAsync(await kept.PathAsync()));
    }

    // The title of the tab, the word, the stripes, and the banner as first and last line.
    private static async Task BetweenBannersAsync(Visit visit)
    {
        var banners = await visit.Page.Locator("article.exercise .banner").AllInnerTextsAsync();
        Assert.True(banners.Count >= 2);
        Assert.All(banners, banner => Assert.StartsWith("EXERCISE EXERCISE EXERCISE", banner,
            StringComparison.Ordinal));
        Assert.Contains(
            (await visit.Page.Locator("article.exercise .context").First.InnerTextAsync()).Split(' ')[0],
            await visit.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Contains("repeating-linear-gradient", await visit.Page.Locator("article.exercise").EvaluateAsync<string>(
            "one => getComputedStyle(one).borderImageSource"), StringComparison.Ordinal);
    }
}
