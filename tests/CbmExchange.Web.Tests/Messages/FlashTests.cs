using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Exercises;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Messages;

/// <summary>Something dreadful arrives, or is played: what sounds, what stands first, what one key does.</summary>
[Collection(InChromium.Name)]
public sealed class FlashTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    // An AudioContext that keeps which notes were to be heard.
    private const string Ear = """
        window.notes = [];
        window.AudioContext = class {
          currentTime = 0; destination = {};
          createOscillator() {
            const frequency = { set value(tone) { window.notes.push(tone); } };
            return { frequency, connect: to => to, start() {}, stop() {} };
          }
          createGain() { return { gain: {}, connect: to => to }; }
        };
        """;

    private TestNode A => desk.Nodes.A;

    private TestNode B => desk.Nodes.B;

    [Theory]
    [InlineData("en", "actual")]
    [InlineData("ar", "actual")]
    [InlineData("en", "exercise")]
    [InlineData("ar", "exercise")]
    [Trait("Journey", "J13")]
    [Trait("Edge", "24")]
    public async Task A_flash_sounds_as_what_it_is_says_so_first_and_is_confirmed_by_one_key(
        string language, string context)
    {
        var exercise = context == "exercise" ? await UnderWayAsync("EX-2028-" + language) : "";
        await using var visit = await Visit.InAsync(chromium, B, "duty", language);
        await visit.Page.AddInitScriptAsync(Ear);
        await visit.OpenAsync("/inbox");
        await visit.Page.Locator("[data-sound]").ClickAsync();
        await visit.Page.EvaluateAsync("window.notes = []");

        var record = await SentAsync(exercise);
        var link = visit.Page.Locator($"a[href='/inbox/{record}']");
        await link.WaitForAsync();
        Assert.Equal(
            context == "actual" ? [880, 1175, 880, 1175, 880, 1175] : [220],
            await visit.Page.EvaluateAsync<int[]>("window.notes"));
        await link.ClickAsync();
        await visit.Page.Locator("article.message").WaitForAsync();
        await FirstLineAsync(visit, context);
        await visit.ShootBothAsync($"flash-{context}-{language}");

        await visit.Page.Keyboard.PressAsync("a");
        await visit.Page.Locator(".done").WaitForAsync();
        var item = (await ListAsync(exercise)).Items.Single(one => one.Record.RecordId == record);
        Assert.NotNull(item.AcknowledgedAt);
        Assert.Contains(
            item.StandingText, await visit.Page.Locator(".done").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await visit.Page.Locator("a[href='/call/XA/incident-state-level/immediate']").CountAsync());
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J13")]
    public async Task A_flash_is_confirmed_and_held_without_script(string language)
    {
        var record = await SentAsync("");
        await using var visit = await Visit.InAsync(
            chromium, B, "duty", language, options => options.JavaScriptEnabled = false);
        await visit.OpenAsync("/inbox");
        await visit.Page.Locator($"a[href='/inbox/{record}']").ClickAsync();
        await FirstLineAsync(visit, "actual");
        await visit.Page.Locator("button[data-key=a]").ClickAsync();
        Assert.Equal(1, await visit.Page.Locator(".done").CountAsync());
        await visit.Form("hold").Locator("[name=language]").SelectOptionAsync(language);
        await visit.Form("hold").Locator("button").First.ClickAsync();
        Assert.Equal(1, await visit.Page.Locator(".done").CountAsync());
        var receipts = await TwoNodes.UntilAsync(
            async () => await A.Messaging("duty").GetReceiptsAsync(new() { Record = record }),
            answer => answer.Recipients.Any(one => one.Receipt == "holding-reply"));
        Assert.NotNull(receipts.Recipients[0].AcknowledgedAt);
        Assert.Empty(visit.Complaints);
    }

    // The first line of all: what it is, how urgent, from whom, and that the signature holds. An exercise has banners
    // before and behind it besides; what is actual has none.
    private static async Task FirstLineAsync(Visit visit, string context)
    {
        var article = visit.Page.Locator("article.message");
        Assert.StartsWith(
            $"{context.ToUpperInvariant()} FLASH from XA, signature valid", await article.InnerTextAsync(),
            StringComparison.Ordinal);
        Assert.Equal(context == "exercise" ? 2 : 0, await article.Locator(".banner").CountAsync());
        Assert.Equal(
            context == "exercise",
            (await article.EvaluateAsync<string>("one => getComputedStyle(one).borderImageSource"))
                .Contains("gradient", StringComparison.Ordinal));
        var top = await article.Locator("button[data-key=a]").EvaluateAsync<double>(
            "one => one.getBoundingClientRect().top");
        Assert.InRange(top, 0, 800);
    }

    private async Task<string> UnderWayAsync(string id)
    {
        await ExerciseDrafts.ReleasedAsync(A, ExerciseDrafts.Announcement("XA", ["XB"], id), "XB");
        await ExerciseSteps.KnownAsync(B, id, _ => true);
        await ExerciseSteps.ConsentedAsync(B, "XB", id, ("XA", A));
        return id;
    }

    private async Task<string> SentAsync(string exercise)
    {
        var draft = Drafts.Notification("XB", "flash").WithReason();
        draft = exercise.Length > 0 ? ExerciseDrafts.Inside(draft, exercise) : draft;
        var sent = await ExerciseDrafts.ReleasedAsync(A, draft, "XB");
        await TwoNodes.UntilAsync(
            () => ListAsync(exercise), list => list.Items.Any(one => one.Record.RecordId == sent.Record.RecordId));
        return sent.Record.RecordId;
    }

    private Task<ListInboxResponse> ListAsync(string exercise) => B.Messaging("duty").ListInboxAsync(
        new ListInboxRequest
        {
            PageSize = 200, Context = exercise.Length > 0 ? "exercise" : "actual", ExerciseId = exercise,
        }).ResponseAsync;
}
