using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;

namespace CbmExchange.Web.Tests.Contacts;

[Collection(InChromium.Name)]
public sealed class WhomToCallTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Fact]
    [Trait("Journey", "J11")]
    public async Task Whom_to_call_is_answered_with_the_keyboard_alone()
    {
        await PublishAsync();
        await using var visit = await Visit.AsAsync(chromium, desk.Nodes.B, "duty");
        var page = visit.Page;

        await page.Keyboard.TypeAsync("XA");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/call/XA/**");

        Assert.Contains("National Crisis Duty Desk", await page.Locator(".first h2").InnerTextAsync());
        await visit.ShootAsync("call");
        Assert.Empty(visit.Complaints);
    }

    private async Task PublishAsync()
    {
        await ContactSteps.PublishedAsync(
            desk.Nodes.A, ContactSteps.Draft("incident-state-level", "National Crisis Duty Desk"), Drafts.To("XB"));
        await ContactSteps.LookupAsync(
            ContactSteps.Directory(desk.Nodes.B), new LookupRequest { State = "XA" },
            answer => answer.Contacts.Count > 0);
    }
}
