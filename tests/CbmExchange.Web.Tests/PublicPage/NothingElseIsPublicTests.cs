using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Web.Tests.PublicPage;

/// <summary>
/// Whoever reads the public page, follows all its links in all its languages, and guesses, finds what was released to
/// everyone and nothing else (design D5, D10, domain.md §4.3).
/// </summary>
public sealed partial class NothingElseIsPublicTests(PublicNodes world) : IClassFixture<PublicNodes>
{
    // In every text that is not for everyone.
    private const string Canary = "CANARY-7c41e9";

    private static readonly string[] Languages = ["ar", "zh", "en", "fr", "ru", "es"];

    // "{0}" is a record, "{1}" one of its versions.
    private static readonly string[] Guesses =
    [
        "/records/{0}", "/records/{0}.json", "/records/{0}/", "//records/{0}", "/records//{0}", "/records/./{0}",
        "/records/x/../{0}", "/records/%2e%2e/records/{0}", "/RECORDS/{0}", "/records/urn:uuid:{0}", "/records/{0}%00",
        "/records/{0}%20", "/records/{0};a", "/records/{0}.json?after={0}", "/records/{0}?lang=ar&type=x",
        "/records/{0}/{1}.sd-jwt", "/records/{0}/{1}", "/records/{0}/{1}.sd-jwt%00", "/records/{0}/../{0}/{1}.sd-jwt",
        "/?after={0}", "/records.json?after={0}", "/types/national-document?after={0}", "/records.json?type={0}",
        "/types/{0}", "/library/{0}", "/library/{0}/files/{1}", "/records/{0}/edit", "/assets/../records/{0}",
        "/assets/{0}", "/desk/records/{0}", "/inbox", "/cases", "/administration", "/directory", "/live", "/sign-in",
        "/peers/descriptor", "/cbm.exchange.v1.PublishingService/GetRecord", "/node.json", "/../node.json",
        "/records/{0}%2f{1}.sd-jwt", "/records/'%20or%20'1'='1", "/records/%25", "/feed.atom/{0}", "/feed.json?id={0}",
    ];

    [Fact]
    [Trait("Proves", "32e")]
    public async Task Whoever_follows_every_link_in_every_language_reads_nothing_that_is_not_for_everyone()
    {
        await FillAsync();
        var (seen, waiting) = (new Dictionary<string, string>(), new Queue<string>());
        foreach (var start in Languages.Select(tag => $"/?lang={tag}")
            .Concat(["/", "/records.json", "/robots.txt", "/sitemap.xml", "/favicon.ico"]))
        {
            waiting.Enqueue(start);
        }

        while (waiting.TryDequeue(out var path) && seen.Count < 2_000)
        {
            if (!seen.TryAdd(path, ""))
            {
                continue;
            }

            var (status, head, body) = await RawWeb.AskAsync(world.Address, path);
            seen[path] = body;
            Assert.True(status is 200 or 404, $"{path}: {status}");
            Assert.DoesNotContain("Set-Cookie", head, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<script", body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<form", body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Canary, body + Disclosed(body), StringComparison.Ordinal);
            foreach (Match link in Link().Matches(body))
            {
                waiting.Enqueue(link.Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal));
            }
        }

        Assert.InRange(seen.Count, 30, 1_999);
        Assert.Contains(seen, page => page.Value.Contains("Harbour plan for all", StringComparison.Ordinal)
            && page.Key.EndsWith("lang=ar", StringComparison.Ordinal));
        Assert.Contains(seen, page => page.Key.EndsWith(".sd-jwt", StringComparison.Ordinal)
            && Disclosed(page.Value).Contains("Harbour plan for all", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guess_is_answered_as_if_the_record_had_never_been()
    {
        var (hidden, shown) = await FillAsync();
        foreach (var (record, version) in hidden.Append((shown, hidden[0].Version)))
        {
            var isShown = record == shown;
            var (other, none) = (Guid.NewGuid().ToString(), Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())
                + Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()));
            foreach (var guess in isShown ? Guesses.Where(guess => guess.Contains("{1}")) : Guesses)
            {
                foreach (var accept in new[] { "text/html", "application/json", "*/*" })
                {
                    var real = await RawWeb.AskAsync(world.Address, Filled(guess, record, version), accept);
                    var made = await RawWeb.AskAsync(
                        world.Address, Filled(guess, isShown ? record : other, none), accept);
                    Assert.True(
                        (real.Status, Plain(real.Head, record, version), Plain(real.Body, record, version))
                            == (made.Status, Plain(made.Head, other, none), Plain(made.Body, other, none)),
                        $"{guess} ({accept}) tells that there is something: {real.Status} and {made.Status}");
                    Assert.True(real.Status is 200 or 400 or 404, $"{guess}: {real.Status}");
                    Assert.DoesNotContain(Canary, real.Body + Disclosed(real.Body), StringComparison.Ordinal);
                }
            }
        }
    }

    // Where an address is repeated in a page, as in a link to the same in another language.
    private static string Plain(string text, string record, string version) =>
        Tag().Replace(text, "").Replace(record, "R", StringComparison.Ordinal)
            .Replace(version, "V", StringComparison.Ordinal);

    private static string Filled(string guess, string record, string version) =>
        guess.Replace("{0}", record, StringComparison.Ordinal).Replace("{1}", version, StringComparison.Ordinal);

    // One of each that is not for everyone; and one that is, without a part.
    private async Task<(List<(string Record, string Version)> Hidden, string Shown)> FillAsync()
    {
        var (a, b) = (world.Nodes.A, world.Nodes.B);
        var draft = await a.Publishing("author").DraftRecordAsync(Drafts.Strategy($"{Canary} draft"));
        var cleared = await Flow.ClearedAsync(a, Strategy($"{Canary} cleared"));
        var toOne = await Held.ReleasedAsync(a, Strategy($"{Canary} to one"), "XB");
        var clear = Drafts.To("XB");
        clear.Marking.Tlp = "TLP:CLEAR";
        var clearToOne = await Flow.ClearedAsync(a, Strategy($"{Canary} clear to one"));
        await a.Publishing("authority").ReleaseRecordAsync(Flow.Release(clearToOne, clear));
        var theirs = await Held.ReleasedAsync(b, Strategy($"{Canary} of another"), "XA");
        await Held.AtAsync(a, theirs.RecordId);
        var message = Drafts.Notification("XB", "routine");
        message.Body.IncidentNotification.Summary[0].Text_ = $"{Canary} message";
        var sent = await Held.ReleasedAsync(a, message, "XB");
        var contact = await ContactSteps.PublishedAsync(
            a, ContactSteps.Draft("incident-state-level", "Duty Centre for all", body =>
                body.Persons[0].Name[0].Text_ = $"{Canary} person"), PublicNodes.ToAll("persons"));
        await world.IsThereAsync(contact.RecordId, contact.ContentHash);
        var gone = await world.ReleasedAsync(Strategy($"{Canary} withdrawn"));
        await a.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(), RecordId = gone.RecordId, ExpectedVersion = gone.HeldVersion,
            ReasonClass = "issued-in-error", Request = "stop-using",
        });
        await world.IsThereAsync(gone.RecordId, "\"state\":\"withdrawn\"");
        var part = Strategy("Harbour plan for all");
        part.Body.NationalDocument.Abstract[0].Text_ = $"{Canary} withheld";
        var shown = await world.ReleasedAsync(part, "abstract");
        var next = await Node.Tests.Sharing.ShareSteps.RevisedAsync(
            a, shown, body => body.Title[0].Text_ = $"{Canary} next version");
        return (
            [
                (draft.RecordId, cleared.ContentHash), (cleared.RecordId, cleared.ContentHash),
                (toOne.RecordId, toOne.ContentHash), (clearToOne.RecordId, clearToOne.ContentHash),
                (theirs.RecordId, theirs.ContentHash), (sent.RecordId, next.ContentHash),
            ],
            shown.RecordId);
    }

    private static DraftRecordRequest Strategy(string title)
    {
        var draft = Drafts.Strategy(title);
        draft.Body.NationalDocument.Title[0].Text_ = title;
        return draft;
    }

    // What a statement discloses (RFC 9901 §4.2).
    private static string Disclosed(string body) => !body.StartsWith("eyJ", StringComparison.Ordinal)
        ? ""
        : string.Join(
            '\n', body.Split('~')[1..^1].Select(part => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part))));

    [GeneratedRegex("(?:href=\"|\"url\":\"|\"statement\":\"|\"next\":\"|\"feed_url\":\")(/[^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("(ETag: .*|Content-Length: .*)")]
    private static partial Regex Tag();
}
