using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Checks;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Checks;

/// <summary>Communication checks on screen: planned, tried, sent by a second person, answered, reported.</summary>
[Collection(InChromium.Name)]
public sealed class CheckPagesTests(Chromium chromium, OrganisationNodes desk) : IClassFixture<OrganisationNodes>
{
    private CheckNodes Nodes => desk.Nodes;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J4")]
    public async Task A_check_is_answered_with_the_code_of_the_message_and_only_own_results_are_read(string language)
    {
        var check = await Nodes.OpenAsync(request => request.Participants.Add(["XA", "XB"]));
        var message = await Nodes.ArrivedAsync(Nodes.A, check, "XA");
        await using var duty = await Visit.InAsync(
            chromium, Nodes.A, "duty", language, options => options.JavaScriptEnabled = false);
        await duty.OpenAsync("/inbox/list/test");
        await duty.Page.Locator($"a[href='/inbox/{message.RecordId}']").ClickAsync();
        await duty.ShootBothAsync($"check-answer-{language}");

        // What is no code of this message is refused, and what was typed stays.
        await AnsweredAsync(duty, "100000");
        Assert.Equal(1, await duty.Page.Locator(".problem").CountAsync());
        Assert.Equal("100000", await duty.Form("check").Locator("[name=code]").InputValueAsync());
        await AnsweredAsync(duty, CheckNodes.CodeOf(message));
        Assert.Equal(1, await duty.Page.Locator(".done").CountAsync());
        var row = await Nodes.RowAsync(check, "XA", one => one.State == "answered");
        Assert.Equal("answered", row.Channels.Single().State);

        var number = await ResultsSentAsync(check);
        await TwoNodes.UntilAsync(() => NumbersAsync(duty), shown => shown.Contains(number, StringComparison.Ordinal));
        Assert.InRange(await duty.Page.Locator("main > ul").First.Locator("> li").CountAsync(), 1, 5);
        Assert.DoesNotContain("XB", await duty.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await duty.ShootBothAsync($"check-results-{language}");
        Assert.Empty(duty.Complaints);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J7")]
    public async Task A_check_is_planned_tried_sent_by_a_second_person_and_reported_without_names(string language)
    {
        await using var author = await Visit.InAsync(chromium, Nodes.O, "author", language);
        await using var authority = await Visit.InAsync(chromium, Nodes.O, "authority", language);
        await using var duty = await Visit.InAsync(chromium, Nodes.O, "duty", language);
        var check = await PlannedAsync(author, language);
        await TriedAsync(author);
        Assert.Equal(0, await author.Page.Locator("button[value=open]").CountAsync());

        await authority.OpenAsync($"/checks/{check}");
        await authority.PressValueAsync("open");
        Assert.Equal(1, await authority.Page.Locator(".done").CountAsync());
        var toA = await Nodes.ArrivedAsync(Nodes.A, check, "XA");
        var toB = await Nodes.ArrivedAsync(Nodes.B, check, "XB");
        await CheckNodes.AnswerAsync(Nodes.A, toA.RecordId, CheckNodes.CodeOf(toA));
        await CalledAsync(duty, check, language);
        await duty.OpenAsync($"/checks/{check}");
        Assert.Equal(1, await BoardRow(duty, "XB", "delivered, waiting for a human").CountAsync());
        await CheckNodes.AnswerAsync(Nodes.B, toB.RecordId, CheckNodes.CodeOf(toB));

        // The board looks by itself.
        await BoardRow(duty, "XB", "node-inbox: answered").WaitForAsync();
        await Nodes.RowAsync(check, "XA", row => row.State == "answered");
        await Nodes.RowAsync(check, "XB", row => row.Channels.All(one => one.State.StartsWith("answered",
            StringComparison.Ordinal)));

        await author.OpenAsync($"/checks/{check}");
        await author.PressValueAsync("close");
        await ReportedAsync(author, language);
        await authority.OpenAsync($"/checks/{check}");
        await authority.PressValueAsync("send");
        Assert.Equal(1, await authority.Page.Locator(".done").CountAsync());
        Assert.Equal("reported", (await Nodes.BoardAsync(check)).Check.Phase);
        Assert.Empty(author.Complaints.Concat(authority.Complaints).Concat(duty.Complaints));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_shuts_anybody_out(ColorScheme scheme)
    {
        var check = await Nodes.OpenAsync(request => request.Participants.Add(["XA", "XB"]));
        var message = await Nodes.ArrivedAsync(Nodes.A, check, "XA");
        await using var author = await Visit.AsAsync(
            chromium, Nodes.O, "author", options => options.ColorScheme = scheme);
        await author.MustBeOpenToAllAsync("/checks", "/checks/new", $"/checks/{check}");
        await author.ShootAsync($"check-board-{scheme}");
        await using var duty = await Visit.AsAsync(
            chromium, Nodes.A, "duty", options => options.ColorScheme = scheme);
        await duty.MustBeOpenToAllAsync("/checks", $"/inbox/{message.RecordId}");
        await duty.ShootAsync($"check-answer-{scheme}");
    }

    private static ILocator BoardRow(Visit visit, string designator, string state) =>
        visit.Page.Locator("tbody tr", new() { HasText = designator }).Filter(new() { HasText = state });

    private static async Task AnsweredAsync(Visit duty, string code)
    {
        var form = duty.Form("check");
        await form.Locator("[name=outcome]").SelectOptionAsync("confirmed");
        await form.Locator("[name=code]").FillAsync(code);
        await form.Locator("[name=desk]").FillAsync("Night desk");
        await form.Locator("button.main").ClickAsync();
        await duty.Page.WaitForLoadStateAsync();
    }

    private static async Task<string> PlannedAsync(Visit author, string language)
    {
        await author.OpenAsync("/checks");
        await author.Page.Locator("a[href='/checks/new']").ClickAsync();
        var form = author.Form("plan");
        await form.Locator("[name=body]").FillAsync("XO");
        await form.Locator("[name=opted]").FillAsync("XC");
        await form.Locator("[name=kinds]").FillAsync("technical");
        await form.Locator("[name=channel][value=voice]").CheckAsync();
        await author.ShootBothAsync($"check-new-{language}");
        await form.Locator("button.main").ClickAsync();
        await author.Page.WaitForURLAsync(address => Guid.TryParse(address.Split('/')[^1], out _));
        return author.Page.Url.Split('/')[^1];
    }

    // The planner reads the message as it would read here, and answers it: right with the one code, not with another.
    private static async Task TriedAsync(Visit author)
    {
        await author.PressValueAsync("try");
        Assert.Equal(0, await author.Page.Locator(".trial").CountAsync());
        var groups = await author.Page.Locator(".card .content").First.InnerTextAsync();
        var all = System.Text.RegularExpressions.Regex.Matches(groups, @"\b\d{6}\b")
            .Select(match => match.Value).Distinct().ToArray();
        Assert.Equal(5, all.Length);
        var said = new HashSet<string>();
        foreach (var one in all)
        {
            await author.Form("act").Locator("[name=code]").FillAsync(one);
            await author.PressValueAsync("try");
            said.Add(await author.Page.Locator(".trial").InnerTextAsync());
        }

        Assert.Equal(2, said.Count);
    }

    private static async Task CalledAsync(Visit duty, string check, string language)
    {
        await duty.OpenAsync($"/checks/{check}");
        await ChosenAsync(duty, "call");
        Assert.Equal("+442079460101", (await duty.Page.Locator(".first .number").InnerTextAsync()).Replace(" ", "",
            StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal));
        var code = await duty.Page.Locator(".first .code").InnerTextAsync();
        await duty.ShootBothAsync($"check-call-{language}");
        await duty.Form("channel").Locator("[name=result]").SelectOptionAsync("acknowledged-in-time");
        await duty.Form("channel").Locator("[name=code]").FillAsync(code);
        await ChosenAsync(duty, "keep");
        Assert.Equal(1, await duty.Page.Locator(".done").CountAsync());
    }

    private static async Task ChosenAsync(Visit duty, string what)
    {
        var form = duty.Form("channel");
        await form.Locator("[name=participant]").SelectOptionAsync("XB");
        await form.Locator("[name=channel]").SelectOptionAsync("voice-1");
        await form.Locator($"button[value={what}]").ClickAsync();
        await duty.Page.WaitForLoadStateAsync();
    }

    // For the meeting: counts, none under five said, no name. Whom to follow up stands apart from it.
    private static async Task ReportedAsync(Visit author, string language)
    {
        await author.PressValueAsync("report");
        var meeting = await author.Page.Locator("section.card:not(.national)").InnerTextAsync();
        Assert.DoesNotContain("XA", meeting, StringComparison.Ordinal);
        Assert.DoesNotContain("XB", meeting, StringComparison.Ordinal);
        Assert.All(
            await author.Page.Locator("section.card:not(.national) tbody td:last-child").AllInnerTextsAsync(),
            cell => Assert.Equal("fewer than 5", cell));
        Assert.Contains("XA", await author.Page.Locator("section.national").InnerTextAsync(), StringComparison.Ordinal);
        await author.ShootBothAsync($"check-report-{language}");
    }

    private static async Task<string> NumbersAsync(Visit duty)
    {
        await duty.OpenAsync("/checks");
        return await duty.Page.Locator("main").InnerTextAsync();
    }

    // Reference number of the result that XA is told.
    private async Task<string> ResultsSentAsync(string check)
    {
        var toB = (await Nodes.BoardAsync(check)).Rows.Single(row => row.Designator == "XB").ReferenceNumber;
        await CheckNodes.HeldAsync(Nodes.B, toB);
        await CheckNodes.AnswerAsync(Nodes.B, toB, "", "declined");
        await Nodes.RowAsync(check, "XB", row => row.State == "answered");
        var before = (await ListAsync()).Results.Select(one => one.RecordId).ToArray();
        await CheckNodes.Client(Nodes.O, "author").CloseCheckAsync(CheckNodes.Command(check));
        await CheckNodes.Client(Nodes.O, "authority").SendCheckResultsAsync(CheckNodes.Command(check));
        var after = await TwoNodes.UntilAsync(
            ListAsync, list => list.Results.Any(one => !before.Contains(one.RecordId)));
        return after.Results.First(one => !before.Contains(one.RecordId)).ReferenceNumber;
    }

    private Task<ListChecksResponse> ListAsync() =>
        CheckNodes.Client(Nodes.A, "duty").ListChecksAsync(new ListChecksRequest()).ResponseAsync;
}
