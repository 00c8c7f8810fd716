using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Cases;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// XA cannot reach XB and asks the secretariat, for this one time, to tell it by telephone that a message waits
/// (domain.md §5.2 J8), in two languages.
/// </summary>
[Collection(InChromium.Name)]
public sealed class RelayOnScreenTests(Chromium chromium, OrganisationNodes all) : IClassFixture<OrganisationNodes>
{
    private TestNode A => all.Nodes.A;

    private TestNode O => all.Nodes.O;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J8")]
    public async Task A_facilitator_is_asked_calls_by_the_directory_reads_out_the_number_and_reports(string language)
    {
        var waits = await CaseSteps.NotifiedAsync(A, "XB");
        await CaseSteps.CaseAsync(A, waits.RecordId, answer => answer.Case.Timers.Count == 1);
        var request = await RequestedAsync(waits, language);
        await RelayedAsync(waits, request, language);
        await RecordedAsync(waits, language);
    }

    // From the page of receipts: it knows which message waits; consent is for this message, this time.
    private async Task<string> RequestedAsync(RecordCommandReply waits, string language)
    {
        await using var author = await Visit.AsAsync(chromium, A, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, A, "authority", FormActs.In(language));
        var page = author.Page;
        await author.OpenAsync($"/records/{waits.RecordId}/receipts");
        await page.Locator($"a[href='/records/new/relay-request?of={waits.RecordId}']").First.ClickAsync();
        await page.FillAsync("[name=languages]", "en");
        await author.OpenMoreAsync();
        await page.SelectOptionAsync("[name='f.precedence']", "immediate");
        await page.SelectOptionAsync("[name='f.toParticipant']", Drafts.IdOf("XB"));
        await page.SelectOptionAsync("[name='f.channel']", "voice");
        await page.SelectOptionAsync("[name='f.consent']", "this-message-this-time");
        await author.WriteAsync("phoneText", "A message of XA waits; please confirm receipt.", "en");
        await author.MustSpeakAsync(language);
        var address = await author.SavedAsync();
        Assert.Contains(waits.ReferenceNumber, await author.TextAsync());
        await FormActs.ClearedAsync(author, authority, address);
        await authority.OpenReleaseAsync(address);
        await authority.Page.CheckAsync("[name='g0.to'][value='secretariat:XO']");
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:AMBER");
        await authority.ReleaseAsync(address);
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
        return address.Split('/')[^1];
    }

    // The secretariat reads the number and what to say; the content of the message is nowhere on its pages.
    private async Task RelayedAsync(RecordCommandReply waits, string request, string language)
    {
        await using var duty = await Visit.AsAsync(chromium, O, "duty", FormActs.In(language));
        await TwoNodes.UntilAsync(
            async () => (await duty.OpenAsync($"/inbox/{request}"))!.Status, status => status == 200);
        var text = await duty.TextAsync();
        Assert.Contains(waits.ReferenceNumber, text);
        Assert.Contains("A message of XA waits", text);
        Assert.DoesNotContain("Disruption", text);
        await duty.MustSpeakAsync(language);
        await duty.ShootAsync($"j8-request-{language}");
        Assert.Equal(404, (await duty.OpenAsync($"/library/{waits.RecordId}"))!.Status);
        await duty.OpenAsync("/call/XB/incident-state-level/immediate");
        Assert.Contains("+44", await duty.Page.Locator(".first .number").First.InnerTextAsync());
        await duty.MustSpeakAsync(language);

        await using var author = await Visit.AsAsync(chromium, O, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, O, "authority", FormActs.In(language));
        await author.BeginAsync($"/records/new/relay-report?of={request}");
        await author.Page.SelectOptionAsync("[name='f.precedence']", "immediate");
        await author.Page.SelectOptionAsync("[name='f.result']", "relayed");
        await author.Page.SelectOptionAsync("[name='f.toParticipant']", Drafts.IdOf("XB"));
        await author.Page.SelectOptionAsync("[name='f.channel']", "voice");
        var at = all.Nodes.Time.GetUtcNow().AddMinutes(-1);
        await author.Page.FillAsync("[name='f.at']", at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await author.MustSpeakAsync(language);
        var address = await author.SavedAsync();
        await FormActs.ClearedAsync(author, authority, address);
        await authority.OpenReleaseAsync(address);
        Assert.True(await authority.Page.IsCheckedAsync("[name='g0.to'][value='state:XA']"));
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:AMBER");
        await authority.ReleaseAsync(address);
        Assert.All(duty.Complaints, one => Assert.Contains("404", one, StringComparison.Ordinal));
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
    }

    // The case of XA: its own message, whom it asked, and what came of it; the author stays XA.
    private async Task RecordedAsync(RecordCommandReply waits, string language)
    {
        await using var duty = await Visit.AsAsync(chromium, A, "duty", FormActs.In(language));
        await CaseSteps.CaseAsync(A, waits.RecordId, answer => answer.Case.MessageCount == 3);
        await duty.OpenAsync($"/cases/{waits.RecordId}");
        var step = duty.Page.Locator(".next-step").First;
        await step.Locator("select[name=step]").SelectOptionAsync("relay");
        await step.Locator("select[name=outcome]").SelectOptionAsync("relayed");
        await step.Locator("input[name=channel]").FillAsync("voice");
        await step.Locator("input[name=facilitator]").FillAsync("XO");
        await step.Locator("button.main").ClickAsync();
        await duty.Page.Locator(".done").WaitForAsync();
        var found = await CaseSteps.CaseAsync(A, waits.RecordId);
        Assert.Equal(
            ["XA incident-notification", "XA relay-request", "XO relay-report"],
            found.Entries.Where(entry => entry.Message is not null)
                .Select(entry => $"{entry.Who} {entry.Message.RecordType}"));
        Assert.Contains("relayed", found.Entries.Single(entry => entry.Kind == "escalation").Sentence);
        await duty.ShootAsync($"j8-case-{language}");
        Assert.Empty(duty.Complaints);
    }
}
