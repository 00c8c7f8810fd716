using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// A planned national exercise will be seen as scans: three neighbours are told, one asks, and is answered
/// (domain.md §5.1 J3), in two languages.
/// </summary>
[Collection(InChromium.Name)]
public sealed class AvoidMisperceptionTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private static readonly string[] Neighbours = ["XB", "XC", "XO"];

    private TestNode A => desk.Nodes.A;

    private TestNode B => desk.Nodes.B;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J3")]
    public async Task Three_neighbours_are_told_of_planned_scans_and_one_asks_and_is_answered(string language)
    {
        await using var author = await Visit.AsAsync(chromium, A, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, A, "authority", FormActs.In(language));
        await using var there = await Visit.AsAsync(chromium, B, "duty", FormActs.In(language));
        var address = await AnnouncedAsync(author, authority, language);
        var notice = address.Split('/')[^1];
        await AcknowledgedAsync(there, notice, language);
        await ReceiptAsync(author, address, language);

        var question = await AskedAsync(notice, language);
        await using var here = await Visit.AsAsync(chromium, A, "duty", FormActs.In(language));
        await ArrivedAsync(here, question);
        await here.Page.Keyboard.PressAsync("1");
        await here.Page.Locator(".done").WaitForAsync();
        var answer = await AnsweredAsync(author, authority, question, language);
        await ReadAsync(there, answer, language);
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
        Assert.All(there.Complaints.Concat(here.Complaints), one => Assert.Contains("404", one)); // not arrived yet
    }

    private static async Task<string> AnnouncedAsync(Visit author, Visit authority, string language)
    {
        await WrittenAsync(author);
        await author.MustSpeakAsync(language);
        var address = await author.SavedAsync();
        await FormActs.ClearedAsync(author, authority, address);
        await authority.OpenReleaseAsync(address);
        foreach (var neighbour in Neighbours)
        {
            Assert.True(await authority.Page.IsCheckedAsync($"[name='g0.to'][value='state:{neighbour}']"));
        }

        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:AMBER");
        await authority.MustSpeakAsync(language);
        await authority.ReleaseAsync(address);
        return address;
    }

    private static async Task WrittenAsync(Visit author)
    {
        var page = author.Page;
        await author.BeginAsync("/records/new/incident-notification");
        await author.WriteAsync("subject", "Planned exercise", "en");
        await author.WriteAsync("summary", "Scans of our own networks on Tuesday.", "en");
        foreach (var (field, code) in new[]
        {
            ("precedence", "routine"), ("purpose", "avoid-misperception"), ("stage", "initial"),
            ("crossBorder", "no"), ("maliceSuspected", "no"),
        })
        {
            await page.SelectOptionAsync($"[name='f.{field}']", code);
        }

        var aware = TimeProvider.System.GetUtcNow().AddHours(-1);
        await page.FillAsync("[name='f.awareAt']", $"{aware:yyyy-MM-dd'T'HH:mm}");
        for (var place = 0; place < Neighbours.Length; place++)
        {
            if (place > 0)
            {
                await author.AddAsync("addressees");
            }

            var to = $"[name='f.addressees[{place}]";
            await page.SelectOptionAsync($"{to}.participantId']", Drafts.IdOf(Neighbours[place]));
            await page.SelectOptionAsync($"{to}.role']", "action");
        }
    }

    // The fixed text stands on the message: it is given so that nothing is misread.
    private static async Task AcknowledgedAsync(Visit there, string notice, string language)
    {
        await ArrivedAsync(there, notice);
        await there.MustSpeakAsync(language);
        Assert.Contains("This notice is given to avoid misperception", await there.TextAsync());
        await there.ShootAsync($"j3-notice-{language}");
        await there.Page.Locator("button[data-key=a]").ClickAsync();
        await there.Page.Locator(".done").WaitForAsync();
    }

    private static Task ArrivedAsync(Visit visit, string record) => TwoNodes.UntilAsync(
        async () => (await visit.OpenAsync($"/inbox/{record}"))!.Status == 200
            && await visit.Page.Locator("button[data-key='1']").CountAsync() == 1,
        isThere => isThere);

    private static async Task ReceiptAsync(Visit author, string address, string language)
    {
        await TwoNodes.UntilAsync(
            async () =>
            {
                await author.OpenAsync(address + "/receipts");
                return await author.Page.Locator(".receipts-sum [data-receipt=acknowledged] b").AllInnerTextsAsync();
            },
            counted => counted is ["1"]);
        Assert.Equal("2", await author.Page.Locator(".receipts-sum [data-receipt=waiting] b").InnerTextAsync());
        await author.MustSpeakAsync(language);
        await author.ShootAsync($"j3-receipts-{language}");
    }

    // One neighbour asks, on its own pages.
    private async Task<string> AskedAsync(string notice, string language)
    {
        await using var author = await Visit.AsAsync(chromium, B, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, B, "authority", FormActs.In(language));
        var page = author.Page;
        await author.BeginAsync("/records/new/clarification-request");
        await author.WriteAsync("subject", "Your exercise", "en");
        await page.SelectOptionAsync("[name='f.precedence']", "priority");
        await page.SelectOptionAsync("[name='f.addressedTo']", Drafts.IdOf("XA"));
        await page.FillAsync("[name='f.topic']", "incident-technical");
        await page.SelectOptionAsync("[name='f.level']", "technical");
        await author.WriteAsync("question", "Are the scans of this morning part of it?", "en");
        await author.WriteAsync("whatWeObserved", "Scans of mail servers.", "en");
        await page.FillAsync("[name='f.aboutRecordId']", notice);
        await author.MustSpeakAsync(language);
        var address = await author.SavedAsync();
        await FormActs.ClearedAsync(author, authority, address);
        await authority.OpenReleaseAsync(address);
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:AMBER");
        await authority.ReleaseAsync(address);
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
        return address.Split('/')[^1];
    }

    private static async Task<string> AnsweredAsync(
        Visit author, Visit authority, string question, string language)
    {
        await author.BeginAsync($"/records/new/response?of={question}");
        Assert.Equal(question, await author.Page.InputValueAsync("[name='f.ofRecord.recordId']"));
        await author.Page.SelectOptionAsync("[name='f.kind']", "clarification");
        if (await author.Page.Locator("[name='f.text[0].text']").CountAsync() == 0)
        {
            await author.AddAsync("text");
        }

        await author.WriteAsync("text", "These are our planned scans.", "en");
        await author.MustSpeakAsync(language);
        var address = await author.SavedAsync();
        await FormActs.ClearedAsync(author, authority, address);
        await authority.OpenReleaseAsync(address);
        Assert.True(await authority.Page.IsCheckedAsync("[name='g0.to'][value='state:XB']"));
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:AMBER");
        await authority.ReleaseAsync(address);
        return address.Split('/')[^1];
    }

    private static async Task ReadAsync(Visit there, string answer, string language)
    {
        await TwoNodes.UntilAsync(
            async () => (await there.OpenAsync($"/inbox/{answer}"))!.Status, status => status == 200);
        Assert.Contains("These are our planned scans.", await there.TextAsync());
        await there.MustSpeakAsync(language);
    }
}
