using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.Publishing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Journeys;

/// <summary>
/// The secretariat sets its old spreadsheet beside what States released to it, and proposes to each State what differs
/// (domain.md §5.2 J9), in two languages.
/// </summary>
[Collection(InChromium.Name)]
public sealed class OldSpreadsheetTests(Chromium chromium, OrganisationNodes all) : IClassFixture<OrganisationNodes>
{
    private const string Sheet = """
        State,Office,E-mail,Telephone,Languages
        XA,DUTY CENTRE,,+44 20 7946 0999,"en, fr"
        Xebec,Another office,office@example.org,+44 20 7946 0101,en
        Atlantis,Anything,any@example.org,,en
        """;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [Trait("Journey", "J9")]
    public async Task Each_State_gets_a_list_of_its_own_as_a_proposal_and_nothing_is_edited(string language)
    {
        var directory = ContactSteps.Directory(all.Nodes.O);
        var before = await directory.ListContactsAsync(new ListContactsRequest());
        await using var visit = await Visit.AsAsync(chromium, all.Nodes.O, "author", FormActs.In(language));
        var page = visit.Page;
        await visit.MustSpeakAtAsync(language, "/directory");
        await page.Locator("a[href='/directory/differences']").ClickAsync();
        await page.SetInputFilesAsync("input[name=csv]", new FilePayload
        {
            Name = "old list.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Sheet),
        });
        await page.Locator("form.search button.main").ClickAsync();
        await page.Locator("details.proposal").First.WaitForAsync();
        await visit.MustSpeakAsync(language);
        await visit.ShootAsync($"j9-differences-{language}");

        var xa = page.Locator("section", new() { Has = page.Locator("a[href$='?to=XA']") });
        Assert.Contains("+442079460999", await xa.Locator("table").InnerTextAsync());
        Assert.Contains("+442079460101", await xa.Locator("table").InnerTextAsync());
        Assert.Contains("row 4: Atlantis", await visit.TextAsync());
        await xa.Locator("summary").ClickAsync();
        var proposal = await xa.Locator("textarea").InputValueAsync();
        Assert.Contains("+442079460999", proposal);
        Assert.DoesNotContain("Another office", proposal);

        await xa.Locator("a[href$='?to=XA']").ClickAsync();
        Assert.Equal(Drafts.IdOf("XA"), await page.InputValueAsync("[name='f.addressedTo']"));
        var after = await directory.ListContactsAsync(new ListContactsRequest());
        Assert.Equal(before.Contacts, after.Contacts);
        Assert.Empty(visit.Complaints);
    }
}
