using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Cases;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Cases;

/// <summary>An own notification of which no receipt is recorded: chased, handed over and closed on screen.</summary>
[Collection(InChromium.Name)]
public sealed class ChaseOnScreenTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J12")]
    [Trait("Journey", "J14")]
    public async Task A_message_is_chased_step_by_step_noted_handed_over_and_closed_without_script(string language)
    {
        var sent = await OverdueAsync();
        await using var visit = await Visit.InAsync(chromium, desk.Nodes.A, "duty", language, Plain);
        var page = visit.Page;

        await visit.OpenAsync("/cases");
        await visit.ShootBothAsync($"cases-{language}");
        await page.Locator(".cases .line.over").ClickAsync();
        var number = await page.Locator(".next-step .number").InnerTextAsync();
        await visit.ShootBothAsync($"case-next-step-{language}");
        Assert.Equal("+44\u00A0207\u00A0946\u00A001\u00A001", number);
        Assert.DoesNotContain("Disruption", await page.Locator(".say").InnerTextAsync(), StringComparison.Ordinal);
        await StepAsync(page, "no-reply", "rang for two minutes");
        Assert.Contains("0102", (await page.Locator(".next-step .number").InnerTextAsync()).Replace("\u00A0", ""),
            StringComparison.Ordinal);
        await TalkedAsync(visit);
        await NotedAsync(visit);
        await HandedOverAsync(visit, language);
        await ClosedAsync(visit, sent);

        Assert.Empty(visit.Complaints);
        await StaysAtHomeAsync(sent);
    }

    private async Task<RecordCommandReply> OverdueAsync()
    {
        var nodes = desk.Nodes;
        var directory = new DirectoryService.DirectoryServiceClient(nodes.A.As("duty"));
        var known = (await directory.ListContactsAsync(new ListContactsRequest { State = "XB" })).Contacts.Count;
        var deputy = await ContactSteps.ReleasedAsync(nodes.B, "XA", "Deputy Desk", ["technical"], "+442079460102");
        var contact = await ContactSteps.ReleasedAsync(
            nodes.B, "XA", "Duty Desk", ["technical"], "+442079460101", deputy);
        await ContactSteps.HeldAsync(nodes.A, "XB", known + 2);
        var sent = await CaseSteps.NotifiedAsync(
            nodes.A, "XB", draft => draft.Body.IncidentNotification.Addressees[0].ContactId = contact);
        await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 1);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        return sent;
    }

    private static async Task StepAsync(IPage page, string outcome, string note)
    {
        await page.Locator(".next-step select[name=outcome]").SelectOptionAsync(outcome);
        await page.Locator(".next-step textarea[name=note]").FillAsync(note);
        await page.Locator(".next-step button.main").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Contains(note, await page.Locator(".timeline .national").Filter(new() { HasText = note })
            .InnerTextAsync(), StringComparison.Ordinal);
    }

    // First with a time to come, which the node refuses: what was typed stays.
    private async Task TalkedAsync(Visit visit)
    {
        var page = visit.Page;
        var form = await visit.UnfoldAsync("talk");
        await form.Locator("select[name=channel]").SelectOptionAsync("voice");
        await form.Locator("input[name=participant]").FillAsync("XB");
        await form.Locator("input[name=who]").FillAsync("Duty Desk");
        await form.Locator("textarea[name=summary]").FillAsync("They look into it.");
        var now = desk.Nodes.Clock.GetUtcNow();
        await form.Locator("input[name=at]").FillAsync($"{now.AddHours(5):yyyy-MM-dd HH:mm}");
        await form.Locator("button").ClickAsync();
        await page.Locator(".problem").WaitForAsync();
        Assert.Equal("They look into it.", await form.Locator("textarea[name=summary]").InputValueAsync());

        await form.Locator("input[name=at]").FillAsync($"{now.AddMinutes(-5):yyyy-MM-dd HH:mm}");
        await form.Locator("button").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Equal(1, await page.Locator(".timeline .national", new() { HasText = "They look into it." })
            .CountAsync());
    }

    private static async Task NotedAsync(Visit visit)
    {
        var page = visit.Page;
        var form = await visit.UnfoldAsync("note");
        await form.Locator("textarea[name=text]").FillAsync("<b>Ask</b> the embassy.");
        await form.Locator("button").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Equal(1, await page.Locator(".timeline .national", new() { HasText = "<b>Ask</b> the embassy." })
            .CountAsync());
    }

    private static async Task HandedOverAsync(Visit visit, string language)
    {
        var page = visit.Page;
        var form = await visit.UnfoldAsync("hand-over");
        await form.Locator("input[name=desk]").FillAsync("morning shift");
        await form.Locator("button").ClickAsync();
        Assert.Contains("They look into it.", await page.Locator(".paper").InnerTextAsync(), StringComparison.Ordinal);
        await visit.ShootBothAsync($"case-hand-over-{language}");
    }

    private async Task ClosedAsync(Visit visit, RecordCommandReply sent)
    {
        var form = await visit.UnfoldAsync("close");
        await form.Locator("button").ClickAsync();
        await visit.Page.Locator(".done").WaitForAsync();
        Assert.Equal("closed", (await CaseSteps.CaseAsync(desk.Nodes.A, sent.RecordId)).Case.State);
    }

    // What officers of XA wrote is nowhere at XB.
    private async Task StaysAtHomeAsync(RecordCommandReply sent)
    {
        var there = await CaseSteps.CaseAsync(desk.Nodes.B, sent.RecordId);
        Assert.DoesNotContain("They look into it.", there.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("embassy", there.ToString(), StringComparison.Ordinal);
    }

    private static void Plain(BrowserNewContextOptions options) => options.JavaScriptEnabled = false;
}
