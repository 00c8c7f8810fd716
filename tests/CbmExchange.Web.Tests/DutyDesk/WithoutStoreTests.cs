using System.Net;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing.Wire;
using CbmExchange.Web.Tests.Browsing;
using CbmExchange.Web.Tests.EveryPage;

namespace CbmExchange.Web.Tests.DutyDesk;

/// <summary>PostgreSQL is gone: the desk still answers whom to call, and says of the rest that it cannot (design D3).
/// </summary>
public sealed class WithoutStoreTests : IAsyncLifetime
{
    // What the node logs of a store that is away is for its administrator.
    private const string AnyError = "";

    private readonly TwoNodes nodes = new() { HasDesk = true, HasPublicPage = true };

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    [Trait("Journey", "J11")]
    public async Task Whom_to_call_is_answered_and_every_other_page_says_plainly_what_is_missing()
    {
        await ContactSteps.PublishedAsync(
            nodes.A, ContactSteps.Draft("incident-state-level", "National Crisis Duty Desk"), Drafts.To("XB"));
        await ContactSteps.LookupAsync(
            ContactSteps.Directory(nodes.B), new LookupRequest { State = "XA" }, answer => answer.Contacts.Count > 0);
        var proxy = PostgresProxy.Before(nodes.HomeB.ConnectionString);
        await nodes.RestartBAsync(() => ReachAsync(proxy.ConnectionString));
        nodes.B.ExpectedErrors.Add(AnyError);
        using var duty = await SignedInAsync("duty");
        using var admin = await SignedInAsync("admin");
        using var authority = await SignedInAsync("authority");
        try
        {
            await proxy.DisposeAsync();

            var answered = await TwoNodes.UntilAsync(
                () => TextAsync(duty, "/call/XA/incident-state-level/immediate"),
                text => text.Contains("from memory: the store does not answer", StringComparison.Ordinal));
            Assert.Contains("National Crisis Duty Desk", answered, StringComparison.Ordinal);
            Assert.Contains("+44", WebUtility.HtmlDecode(answered), StringComparison.Ordinal);
            Assert.Contains("name=\"state\"", await TextAsync(duty, "/"), StringComparison.Ordinal);
            Assert.Equal([], await PagesThatSayNothingAsync(duty, admin, authority));
            using var everyone = new HttpClient { BaseAddress = nodes.B.Host.PublicAddress };
            everyone.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            var closed = await everyone.GetAsync("/");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, closed.StatusCode);
            Assert.Contains("cannot be read at the moment", await closed.Content.ReadAsStringAsync());
        }
        finally
        {
            await nodes.RestartBAsync(() => ReachAsync(nodes.HomeB.ConnectionString));
        }
    }

    // Each page whose address needs no record, and one whose does.
    private static async Task<List<string>> PagesThatSayNothingAsync(
        DeskClient duty, DeskClient admin, DeskClient authority)
    {
        var found = new List<string>();
        foreach (var path in EveryPageTests.Routes.Where(route => !route.Contains('{'))
            .Append($"/inbox/{Guid.NewGuid()}").Append($"/cases/{Guid.NewGuid()}")
            .Append($"/library/{Guid.NewGuid()}").Append($"/records/{Guid.NewGuid()}"))
        {
            var client = path switch
            {
                "/administration" or "/peers" => admin,
                _ when path.StartsWith("/records", StringComparison.Ordinal) || path is "/clearance" or "/view-as" =>
                    authority,
                _ => duty,
            };
            var answer = await client.GetAsync(path);
            var text = await answer.Content.ReadAsStringAsync();
            // What cannot be read is not said to be absent.
            var says = answer.StatusCode switch
            {
                HttpStatusCode.OK => "<h1",
                HttpStatusCode.ServiceUnavailable => "class=\"problem",
                _ => null,
            };
            if (says is null || !text.Contains(says, StringComparison.Ordinal))
            {
                found.Add($"{path}: {(int)answer.StatusCode}");
            }
        }

        return found;
    }

    private static async Task<string> TextAsync(DeskClient client, string path) =>
        await (await client.GetAsync(path)).Content.ReadAsStringAsync();

    private Task ReachAsync(string connectionString)
    {
        nodes.HomeB.ReachBy(connectionString);
        return Task.CompletedTask;
    }

    private async Task<DeskClient> SignedInAsync(string officer)
    {
        var client = new DeskClient(nodes.B.Host.DeskAddress!);
        await client.SendFormAsync(await DeskNodes.LinkAsync(nodes.B, officer), "enter");
        return client;
    }
}
