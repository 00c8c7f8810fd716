using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Messages;

[Collection(InChromium.Name)]
public sealed class InboxTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Fact]
    [Trait("Journey", "J13")]
    public async Task A_message_is_acknowledged_without_script_and_held_with_one_key()
    {
        var record = await ArrivedAsync("flash");
        await using (var plain = await Visit.AsAsync(
            chromium, desk.Nodes.B, "duty", options => options.JavaScriptEnabled = false))
        {
            await plain.OpenAsync("/inbox");
            Assert.Contains("ACTUAL", await plain.Page.Locator(".group h2").First.InnerTextAsync());
            await plain.ShootAsync("inbox");
            await plain.Page.Locator($"a[href='/inbox/{record}']").ClickAsync();
            await plain.ShootAsync("message");
            await plain.Page.Locator("button[data-key=a]").ClickAsync();
            Assert.Contains("Acknowledged", await plain.Page.Locator(".done").InnerTextAsync());
        }

        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "duty");
        await visit.OpenAsync($"/inbox/{record}");
        await visit.Page.Keyboard.PressAsync("1");
        Assert.Contains("to the sender only", await visit.Page.Locator(".done").InnerTextAsync());
        Assert.Empty(visit.Complaints);
        var receipts = await TwoNodes.UntilAsync(
            async () => await desk.Nodes.A.Messaging("duty").GetReceiptsAsync(new() { Record = record }),
            answer => answer.Recipients.Any(one => one.Receipt == "holding-reply"));
        Assert.NotNull(receipts.Recipients[0].AcknowledgedAt);
    }

    [Fact]
    public async Task A_message_that_arrives_shows_by_itself_and_a_reader_of_Arabic_sees_the_page_mirrored()
    {
        await using var visit = await Visit.AsAsync(
            chromium, desk.Nodes.B, "duty", options => options.Locale = "ar");
        await visit.OpenAsync("/inbox");
        Assert.Equal("rtl", await visit.Page.Locator("html").GetAttributeAsync("dir"));
        var record = await ArrivedAsync("immediate");

        await visit.Page.Locator($"a[href='/inbox/{record}']").WaitForAsync();
        await visit.ShootAsync("inbox-ar");
        await visit.OpenAsync($"/inbox/{record}");
        await visit.ShootAsync("message-ar");
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_shuts_anybody_out(ColorScheme scheme)
    {
        var record = await ArrivedAsync("priority");
        await using var visit = await Visit.AsAsync(
            chromium, desk.Nodes.B, "duty", options => options.ColorScheme = scheme);
        foreach (var path in new[] { "/", "/call/XA/incident-state-level/immediate", "/inbox", $"/inbox/{record}" })
        {
            await visit.OpenAsync(path);
            var found = await visit.Page.RunAxe();
            Assert.Equal([], found.Violations.Where(one => one.Impact is "serious" or "critical")
                .Select(one => $"{path} {one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"));
        }

        await visit.ShootAsync($"message-{scheme}");
        await visit.Page.SetViewportSizeAsync(320, 640);
        foreach (var path in new[] { "/", "/inbox", $"/inbox/{record}" })
        {
            await visit.OpenAsync(path);
            Assert.True(
                await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 320"), $"{path} is wider");
        }

        await visit.ShootAsync($"message-narrow-{scheme}");
    }

    private async Task<string> ArrivedAsync(string precedence)
    {
        var draft = Drafts.Notification("XB", precedence);
        draft.Body.IncidentNotification.PrecedenceReason = precedence == "flash" ? "Lives may depend on it." : "";
        var cleared = await Flow.ClearedAsync(desk.Nodes.A, draft);
        await desk.Nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        await TwoNodes.UntilAsync(
            async () => await desk.Nodes.B.Messaging("duty").ListInboxAsync(new ListInboxRequest()),
            inbox => inbox.Items.Any(item => item.Record.RecordId == cleared.RecordId));
        return cleared.RecordId;
    }
}
