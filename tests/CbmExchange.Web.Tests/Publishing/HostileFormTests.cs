using System.Net;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;
using Microsoft.Playwright;

namespace CbmExchange.Web.Tests.Publishing;

/// <summary>Forms filled in by a hostile hand change nothing.</summary>
[Collection(InChromium.Name)]
public sealed class HostileFormTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private const string Script = "<script>window.stolen=1</script><img src=x onerror='window.stolen=1'>";

    // Right-to-left override: "strategyfdp.exe" would be read as "strategyexe.pdf".
    private const string Override = "strategy‮fdp.exe";

    [Fact]
    public async Task Script_is_shown_as_text_and_a_bidirectional_override_is_refused_at_its_field()
    {
        await using var author = await Visit.AsAsync(chromium, desk.Nodes.A, "author");
        await FillAsync(author, Script, Override);
        await author.SaveAsync(isFaulty: true);
        Assert.Contains("directional", await author.Page.Locator("#p-title").InnerTextAsync());
        Assert.Equal(Override, await author.Page.InputValueAsync("[name='f.title[0].text']"));

        await author.Page.FillAsync("[name='f.title[0].text']", Script);
        await author.SaveAsync();

        Assert.Contains(Script, await author.TextAsync());
        Assert.Equal(0, await author.Page.Locator("main script, main img").CountAsync());
        Assert.True(await author.Page.EvaluateAsync<bool>("() => window.stolen === undefined"));
        Assert.Empty(author.Complaints);
    }

    [Fact]
    public async Task A_form_sent_twice_is_done_once_and_one_from_elsewhere_not_at_all()
    {
        await using var author = await Visit.AsAsync(chromium, desk.Nodes.A, "author");
        await FillAsync(author, "Sent twice", "Sent twice");
        var fields = await FieldsAsync(author);
        var before = await CountAsync();

        var first = await PostAsync(author, fields);
        var second = await PostAsync(author, fields);
        Assert.Equal(before + 1, await CountAsync());
        Assert.Equal(first, second);

        // Another site knows every field but the token of the form, or has one of its own session.
        Assert.Equal("400", await PostAsync(author, fields, without: "form"));
        await using var other = await Visit.AsAsync(chromium, desk.Nodes.A, "duty");
        await other.OpenAsync("/records/new/national-document");
        var stolen = await FieldsAsync(other);
        Assert.Equal("400", await PostAsync(
            author,
            [.. fields.Where(one => one.Key != "form"), .. stolen.Where(one => one.Key == "form")]));
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task Fields_of_ten_megabytes_and_thousands_of_fields_are_refused_before_anything_looks_at_them()
    {
        await using var author = await Visit.AsAsync(chromium, desk.Nodes.A, "author");
        await FillAsync(author, "Too much", "Too much");
        var fields = await FieldsAsync(author);
        var before = await CountAsync();

        Assert.Equal("413", await PostAsync(
            author, [.. fields, new("f.abstract[0].text", new string('x', 10_000_000))]));
        Assert.Equal("413", await PostAsync(
            author,
            [.. fields, .. Enumerable.Range(0, 9_000).Select(one => KeyValuePair.Create($"f.x{one}", ""))]));
        Assert.Equal("413", await PostAsync(
            author, [new("context", new string('x', 10_000_000))], to: "/records"));
        Assert.Equal(before, await CountAsync());
    }

    private async Task<int> CountAsync() => (await desk.Nodes.A.Publishing("author").ListOwnRecordsAsync(
        new ListOwnRecordsRequest { PageSize = 200 })).Records.Count;

    private static async Task FillAsync(Visit author, string subject, string title)
    {
        await author.OpenAsync("/records/new/best-practice");
        await author.OpenAsync("/records/new/national-document");
        foreach (var (field, text) in new[]
        {
            ("subject", subject), ("title", title), ("abstract", "Text."), ("issuingBody", "Ministry"),
        })
        {
            await author.Page.FillAsync($"[name='f.{field}[0].text']", text);
        }

        await author.Page.SelectOptionAsync("[name='f.kind']", "strategy");
        await author.Page.SelectOptionAsync("[name='f.status']", "in-force");
        await author.Page.FillAsync("[name='f.topics']", "resilience");
        await author.OpenMoreAsync();
        await author.Page.FillAsync("[name='f.officialUrl']", "https://strategy.example.org/");
    }

    // What the browser would send if the button "Save the draft" were pressed.
    private static async Task<KeyValuePair<string, string>[]> FieldsAsync(Visit visit)
    {
        var all = await visit.Page.EvaluateAsync<string[][]>(
            "() => [...new FormData(document.querySelector('form.record'))].filter(one => typeof one[1] === 'string')");
        return [.. all.Select(one => new KeyValuePair<string, string>(one[0], one[1])), new("do", "save")];
    }

    // Answers the status, or where the browser is sent.
    private static async Task<string> PostAsync(
        Visit visit, IEnumerable<KeyValuePair<string, string>> fields, string without = "",
        string to = "/records/new/national-document")
    {
        using var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler);
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Where(field => field.Key != without))
        {
            body.Add(new StringContent(value, Encoding.UTF8), $"\"{name}\"");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(visit.Origin, to)) { Content = body };
        var cookies = await visit.Page.Context.CookiesAsync();
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(one => $"{one.Name}={one.Value}")));
        using var answer = await client.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.Found
            ? answer.Headers.Location!.ToString()
            : ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
