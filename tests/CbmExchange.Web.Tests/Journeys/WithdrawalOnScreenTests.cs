using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// A strategy is withdrawn: the officer reads first how many hold it, and gets attestations afterwards
/// (domain.md §4.17, §5.1 J5), in two languages.
/// </summary>
[Collection(InChromium.Name)]
public sealed class WithdrawalOnScreenTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private TestNode A => desk.Nodes.A;

    private TestNode B => desk.Nodes.B;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J5")]
    public async Task A_withdrawal_says_first_whom_it_reaches_and_then_what_became_of_each_copy(string language)
    {
        var cleared = await Flow.ClearedAsync(A, Drafts.Strategy("To be withdrawn"));
        await A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB"), Drafts.To("XC")));
        await ShareSteps.HeldAsync(B, cleared.RecordId, _ => true);
        await using var authority = await Visit.AsAsync(chromium, A, "authority", FormActs.In(language));
        await WithdrawnAsync(authority, $"/records/{cleared.RecordId}", language);
        await AttestedAsync(cleared.RecordId, language);

        await TwoNodes.UntilAsync(
            async () =>
            {
                await authority.OpenAsync($"/records/{cleared.RecordId}");
                return await authority.Page.Locator("table.holders a[href^='/library/']").CountAsync();
            },
            count => count == 1);
        await authority.MustSpeakAsync(language);
        await authority.ShootAsync($"j5-attested-{language}");
        Assert.Equal(2, await authority.Page.Locator("table.holders tbody tr").CountAsync());
        Assert.Empty(authority.Complaints);
    }

    private static async Task WithdrawnAsync(Visit authority, string address, string language)
    {
        var page = authority.Page;
        await authority.OpenAsync(address);
        await authority.UnfoldActAsync("withdraw");
        var form = page.Locator("details:has(button[value=withdraw])");
        Assert.Contains("2", await form.Locator("strong").InnerTextAsync());
        await form.Locator("[name=reason]").SelectOptionAsync("issued-in-error");
        await form.Locator("[name=request]").SelectOptionAsync("stop-using-and-delete");
        await authority.MustSpeakAsync(language);
        await authority.ShootAsync($"j5-before-{language}");
        await authority.DoneAsync("withdraw");
        Assert.Contains("Sent to 2", await page.Locator(".done").InnerTextAsync());
        await authority.MustSpeakAsync(language);
    }

    // The recipient reads that it is withdrawn, and attests on its own pages what it did with its copy.
    private async Task AttestedAsync(string record, string language)
    {
        await using var author = await Visit.AsAsync(chromium, B, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, B, "authority", FormActs.In(language));
        await TwoNodes.UntilAsync(
            async () =>
            {
                await author.OpenAsync($"/library/{record}");
                return await author.Page.Locator(".notice").CountAsync();
            },
            count => count > 0);
        await author.MustSpeakAsync(language);
        await author.ShootAsync($"j5-withdrawn-{language}");
        await author.Page.Locator($"a[href='/records/new/deletion-attestation?of={record}']").ClickAsync();
        Assert.Equal(record, await author.Page.InputValueAsync("[name='f.ofRecord.recordId']"));
        await author.Page.FillAsync("[name=languages]", "en");
        await author.Page.SelectOptionAsync("[name='f.result']", "deleted");
        var now = desk.Nodes.Clock.GetUtcNow();
        await author.Page.FillAsync("[name='f.at']", $"{now.AddMinutes(-1):yyyy-MM-dd'T'HH:mm}");
        await author.MustSpeakAsync(language);
        var address = await author.SavedAsync();
        await FormActs.ClearedAsync(author, authority, address);
        await authority.OpenReleaseAsync(address);
        Assert.True(await authority.Page.IsCheckedAsync("[name='g0.to'][value='state:XA']"));
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:GREEN");
        await authority.ReleaseAsync(address);
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
    }
}
