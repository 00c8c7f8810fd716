using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>One officer leaves a desk and another follows (domain.md §5.1 J2), in two languages.</summary>
[Collection(InChromium.Name)]
public sealed class ChangeOfStaffTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private TestNode A => desk.Nodes.A;

    private TestNode B => desk.Nodes.B;

    [Theory]
    [InlineData("en", "ci:space")]
    [InlineData("ar", "ci:energy")]
    [Trait("Journey", "J2")]
    public async Task Both_are_reached_for_a_week_then_the_successor_alone_and_the_directories_are_ready_files(
        string language, string topic)
    {
        var contact = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft(topic, "Space Desk"), Drafts.To("XB"));
        var address = $"/records/{contact.RecordId}";
        await HandedOverAsync(address, topic, language);

        // On the day: the person switches, and the version without who left is one button.
        desk.Nodes.Clock.Shift += TimeSpan.FromHours(25);
        await using var duty = await Visit.AsAsync(chromium, B, "duty", FormActs.In(language));
        await AskForAsync(duty, topic, "B. Follower");
        await using var author = await Visit.AsAsync(chromium, A, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, A, "authority", FormActs.In(language));
        await author.OpenAsync(address);
        await author.DoneAsync("complete-handover");
        await FormActs.ClearedAsync(author, authority, address);
        await ReleasedAsync(authority, address);
        await author.OpenAsync(address);
        var content = author.Page.Locator("article.own > section > dl.content");
        Assert.Contains("B. Follower", await content.InnerTextAsync());
        Assert.DoesNotContain("A. Example", await content.InnerTextAsync());
        await ReadyFilesAsync(author, language);
        Assert.Empty(author.Complaints.Concat(authority.Complaints).Concat(duty.Complaints));
    }

    // A week in which both are reached.
    private async Task HandedOverAsync(string address, string topic, string language)
    {
        await using var author = await Visit.AsAsync(chromium, A, "author", FormActs.In(language));
        await using var authority = await Visit.AsAsync(chromium, A, "authority", FormActs.In(language));
        await BegunAsync(author, address, language);
        await NominatedAsync(authority, address, language);
        await ReleasedAsync(authority, address);
        await using var duty = await Visit.AsAsync(chromium, B, "duty", FormActs.In(language));
        await AskForAsync(duty, topic, "A. Example", "B. Follower");
        await duty.MustSpeakAsync(language);
        await duty.ShootAsync($"j2-both-{language}");
        Assert.Empty(author.Complaints.Concat(authority.Complaints).Concat(duty.Complaints));
    }

    private async Task BegunAsync(Visit author, string address, string language)
    {
        await author.OpenAsync(address);
        await author.UnfoldActAsync("handover");
        var form = author.Page.Locator("form:has(button[value=handover])");
        var now = desk.Nodes.Clock.GetUtcNow();
        await form.Locator("[name=from]").FillAsync(Minute(now.AddDays(-7)));
        await form.Locator("[name=until]").FillAsync(Minute(now));
        await form.Locator("[name=leaving]").CheckAsync();
        await form.Locator("[name=following-name]").FillAsync("B. Follower");
        await author.MustSpeakAsync(language);
        await author.ShootAsync($"j2-handover-{language}");
        await author.DoneAsync("handover");
        await author.DoneAsync("submit");
    }

    // The second person cannot clear it before the nominating authority confirmed it with a reference.
    private async Task NominatedAsync(Visit authority, string address, string language)
    {
        await authority.OpenAsync(address);
        await authority.DoAsync("clear");
        Assert.Equal(1, await authority.Page.Locator(".problem").CountAsync());
        await authority.MustSpeakAsync(language);
        await using var nominator = await Visit.AsAsync(chromium, A, "nominator", FormActs.In(language));
        await nominator.OpenAsync(address);
        await nominator.UnfoldActAsync("nominate");
        await nominator.Page.FillAsync("[name=reference]", "note 2/26");
        await nominator.Page.FillAsync("[name=date]", "2026-02-03");
        await nominator.Page.FillAsync("[name=authority]", "Foreign Ministry");
        await nominator.Page.SelectOptionAsync("[name=medium]", "note-verbale");
        await nominator.MustSpeakAsync(language);
        await nominator.DoneAsync("nominate");
        Assert.Empty(nominator.Complaints);
        await authority.OpenAsync(address);
        await authority.DoneAsync("clear");
    }

    private static async Task ReleasedAsync(Visit authority, string address)
    {
        await authority.OpenReleaseAsync(address);
        await authority.DoAsync("earlier");
        Assert.True(await authority.Page.IsCheckedAsync("[name='g0.to'][value='state:XB']"));
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:GREEN");
        await authority.ReleaseAsync(address);
    }

    private static Task AskForAsync(Visit duty, string topic, params string[] persons) => TwoNodes.UntilAsync(
        async () =>
        {
            await duty.OpenAsync($"/call/XA/{topic}/immediate");
            return string.Join('|', await duty.Page.Locator(".first .person strong").AllInnerTextsAsync());
        },
        found => found == string.Join('|', persons));

    // Each directory that the State feeds, as a file: what was shared with it and what it published.
    private static async Task ReadyFilesAsync(Visit author, string language)
    {
        await author.OpenAsync("/directory");
        await author.MustSpeakAsync(language);
        foreach (var format in new[] { "csv", "vcard", "card" })
        {
            await author.Page.SelectOptionAsync("select[name=format]", format);
            var download = await author.Page.RunAndWaitForDownloadAsync(
                () => author.Page.Locator("form[action='/directory/file'] button").ClickAsync());
            Assert.Contains(
                "Space Desk", await File.ReadAllTextAsync(await download.PathAsync()),
                StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Minute(DateTimeOffset time) => time.ToString(
        "yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
