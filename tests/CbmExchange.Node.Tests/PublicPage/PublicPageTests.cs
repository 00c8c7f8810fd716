using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Sharing;

namespace CbmExchange.Node.Tests.PublicPage;

/// <summary>
/// What everyone may read (A/68/98 §32(e), domain.md §4.3): what was released to the public with its history under
/// permanent ids, and not one byte of anything else.
/// </summary>
public sealed class PublicPageTests : PublicPageScene
{
    private const string Canary = "CANARY-0d1f2e3c";

    [Fact]
    [Trait("Proves", "32e")]
    public async Task Everyone_reads_a_record_with_its_versions_under_its_permanent_id_and_both_feeds_follow_it()
    {
        var first = await ReleasedAsync(await ClearedAsync("First title"));
        var id = first.RecordId;
        await JsonAsync($"/records/{id}", record => Title(record) == "First title");
        var right = await RevisedAsync(first, "Right title");
        var corrected = await Node.Publishing("authority")
            .ReleaseRecordAsync(ShareSteps.Correction(right, "The title."));

        var record = await JsonAsync($"/records/{id}", one => Title(one) == "Right title");
        var list = await JsonAsync("/records.json", _ => true);
        var feed = await JsonAsync("/feed.json", _ => true);
        var atom = XDocument.Parse(await Web.GetStringAsync("/feed.atom"));

        Assert.Equal($"urn:uuid:{id}", record.GetProperty("id").GetString());
        var versions = record.GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal(["published", "corrected"], versions.Select(one => one.GetProperty("state").GetString()));
        Assert.Equal(
            [right.ContentHash, first.ContentHash],
            versions.Select(one => one.GetProperty("contentHash").GetString()));
        Assert.Equal("The title.", versions[1].GetProperty("whatWasWrong").GetString());
        Assert.Equal("First title", versions[1].GetProperty("content").GetProperty("title")[0]
            .GetProperty("text").GetString());
        Assert.Equal("Right title", Title(Assert.Single(list.GetProperty("records").EnumerateArray())));
        Assert.Equal(
            $"urn:uuid:{id}", Assert.Single(feed.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        XNamespace space = "http://www.w3.org/2005/Atom";
        var entry = Assert.Single(atom.Root!.Elements(space + "entry"));
        Assert.Equal($"urn:uuid:{id}", entry.Element(space + "id")!.Value);
        Assert.Equal("Right title", entry.Element(space + "title")!.Value);
        Assert.NotNull(atom.Root.Element(space + "updated"));
        Assert.Contains(corrected.Recipients, one => one.Designator == "public");
    }

    [Fact]
    [Trait("Proves", "32e")]
    public async Task Anyone_checks_a_statement_with_the_keys_of_the_page_and_reads_what_was_released_and_no_more()
    {
        var grant = Public();
        grant.ExceptParts.Add("abstract");
        var released = await ReleasedAsync(await ClearedAsync("Signed"), grant);
        var record = await JsonAsync($"/records/{released.RecordId}", _ => true);
        var path = record.GetProperty("versions")[0].GetProperty("statement").GetString()!;

        var parts = (await Web.GetStringAsync(path)).Split('~');
        var keys = await JsonAsync("/keys.json", _ => true);

        var jwt = parts[0].Split('.');
        var header = JsonDocument.Parse(Decode(jwt[0])).RootElement;
        var key = keys.GetProperty("keys").EnumerateArray()
            .Single(one => one.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        Assert.True(IsSigned(key, jwt));
        Assert.Equal(
            released.ContentHash,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(parts[0]))));
        var disclosed = parts[1..^1].Select(part => Encoding.UTF8.GetString(Decode(part))).ToList();
        Assert.Contains(disclosed, text => text.Contains("\"title\"", StringComparison.Ordinal));
        Assert.DoesNotContain(disclosed, text => text.Contains("What we mean to do.", StringComparison.Ordinal));
        Assert.Equal("", parts[^1]);
    }

    [Fact]
    [Trait("Edge", "14")]
    public async Task What_was_withdrawn_is_shown_as_withdrawn_without_its_content()
    {
        var released = await ReleasedAsync(await ClearedAsync("Withdrawn title"));
        var path = $"/records/{released.RecordId}";
        var before = await JsonAsync(path, _ => true);
        var statement = before.GetProperty("versions")[0].GetProperty("statement").GetString();

        await Node.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = released.RecordId,
            ExpectedVersion = released.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        });

        var record = await JsonAsync(path, one => one.GetProperty("state").GetString() == "withdrawn");
        Assert.Contains("cannot be recalled", record.GetProperty("notice").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Web.GetAsync(statement)).StatusCode);
        foreach (var page in new[] { path, "/records.json", "/feed.json", "/feed.atom" })
        {
            var text = await Web.GetStringAsync(page);
            Assert.DoesNotContain("Withdrawn title", text, StringComparison.Ordinal);
            Assert.Contains("withdrawn", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Nothing_that_was_not_released_to_the_public_can_be_got_there()
    {
        var draft = await Node.Publishing("author").DraftRecordAsync(Strategy($"{Canary} draft"));
        var cleared = await ClearedAsync($"{Canary} cleared");
        var toOne = await ReleasedAsync(await ClearedAsync($"{Canary} to one"), Drafts.To("XB"));
        var part = Strategy("Shown");
        part.Body.NationalDocument.Abstract[0].Text_ = $"{Canary} withheld";
        var grant = Public();
        grant.ExceptParts.Add("abstract");
        var shown = await ReleasedAsync(await Flow.ClearedAsync(Node, part), grant);
        await JsonAsync($"/records/{shown.RecordId}", _ => true);

        foreach (var hidden in new[] { draft, cleared, toOne })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Web.GetAsync($"/records/{hidden.RecordId}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Web.GetAsync(
                $"/records/{hidden.RecordId}/{hidden.ContentHash}.sd-jwt")).StatusCode);
        }

        var version = (await JsonAsync($"/records/{shown.RecordId}", _ => true)).GetProperty("versions")[0];
        foreach (var page in new[]
        {
            "/", "/records.json", "/feed.json", "/feed.atom", "/keys.json", $"/records/{shown.RecordId}",
            version.GetProperty("statement").GetString()!,
        })
        {
            var answer = await Web.GetAsync(page);
            var text = await answer.Content.ReadAsStringAsync();
            var decoded = string.Join('\n', text.Split('~').Skip(1).SkipLast(1)
                .Select(one => Encoding.UTF8.GetString(Decode(one))));
            Assert.DoesNotContain(Canary, text + decoded, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/cbm.exchange.v1.PublishingService/ListOwnRecords")]
    [InlineData("/cbm.exchange.v1.AdministrationService/GetNodeStatus")]
    [InlineData("/cbm.sync.v1.PeerSyncService/Follow")]
    [InlineData("/grpc.health.v1.Health/Check")]
    [InlineData("/records/../../etc/passwd")]
    [InlineData("/records/x/y/z")]
    [InlineData("/nothing")]
    public async Task No_service_and_no_file_of_the_node_is_behind_it(string path)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Web.GetAsync(path)).StatusCode);
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, path);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Web.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task Who_holds_the_newest_is_told_that_nothing_changed()
    {
        var released = await ReleasedAsync(await ClearedAsync("Tagged"));
        await JsonAsync($"/records/{released.RecordId}", _ => true);
        var tag = (await Web.GetAsync("/feed.atom")).Headers.ETag!;

        using var again = new HttpRequestMessage(HttpMethod.Get, "/feed.atom");
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag.Tag));
        Assert.Equal(HttpStatusCode.NotModified, (await Web.SendAsync(again)).StatusCode);

        var next = await ReleasedAsync(await ClearedAsync("Another"));
        await JsonAsync($"/records/{next.RecordId}", _ => true);
        using var later = new HttpRequestMessage(HttpMethod.Get, "/feed.atom");
        later.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag.Tag));
        Assert.Equal(HttpStatusCode.OK, (await Web.SendAsync(later)).StatusCode);
    }

    private static bool IsSigned(JsonElement key, string[] jwt)
    {
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Decode(key.GetProperty("x").GetString()!), Y = Decode(key.GetProperty("y").GetString()!) },
        });
        return ecdsa.VerifyData(
            Encoding.ASCII.GetBytes($"{jwt[0]}.{jwt[1]}"), Decode(jwt[2]), HashAlgorithmName.SHA256);
    }
}
