using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.Tests.Statements;

public sealed class StatementIssuerTests
{
    [Fact]
    public void Header_is_always_disclosed_and_content_never_is()
    {
        var payload = PayloadOf(Samples.Issue());
        Assert.Equal(
            ["_sd", "_sd_alg", "authoritativeLanguages", "context", "originator", "provenance", "recordId",
                "recordType", "schemaVersion"],
            payload.EnumerateObject().Select(claim => claim.Name));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"kind":"strategy"}""")]
    [InlineData("""{"kind":"strategy","topics":["a"],"status":"expired","officialUrl":"x.example"}""")]
    public void Number_and_length_of_digests_do_not_depend_on_what_is_filled_in(string json)
    {
        var digests = DigestsOf(Samples.Issue(RecordContent.Parse(json)));
        var schema = RecordSchemas.Find(RecordTypes.NationalDocument)!;
        Assert.Equal(schema.Fields.InFieldNumberOrder().Count, digests.Count);
        Assert.All(digests, digest => Assert.Equal(43, digest.Length));
    }

    [Fact]
    public void Withheld_and_empty_fields_look_the_same_to_a_recipient()
    {
        var full = Samples.Issue();
        var lean = Samples.Issue(RecordContent.Parse("""{"kind":"strategy"}"""));
        var shownOfFull = Samples.Open(full, full.Select([new ClaimPath("kind")])).Value;
        var shownOfLean = Samples.Open(lean, lean.Select([new ClaimPath("kind")])).Value;
        Assert.Equal(shownOfLean.Content, shownOfFull.Content);
        Assert.Equal(lean.Jwt.Length, full.Jwt.Length);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    [InlineData(9, 16)]
    [InlineData(33, 64)]
    public void Lists_are_filled_up_to_the_next_bucket(int elements, int bucket)
    {
        var json = JsonSerializer.Serialize(new { topics = Enumerable.Range(0, elements).Select(i => $"topic-{i}") });
        var statement = Samples.Issue(RecordContent.Parse(json));
        var value = ValueOf(statement, new ClaimPath("topics"));
        Assert.Equal(bucket, value.GetArrayLength());
        Assert.Equal(elements + 1, statement.Disclosures.Length);
        Assert.All(value.EnumerateArray(), place => Assert.Equal(43, place.GetProperty("...").GetString()!.Length));
    }

    [Fact]
    public void Digests_are_sorted_so_that_their_order_says_nothing()
    {
        var digests = DigestsOf(Samples.Issue());
        Assert.Equal(digests.Order(StringComparer.Ordinal), digests);
    }

    [Fact]
    public void Place_of_a_real_element_among_decoys_differs_between_versions()
    {
        var content = RecordContent.Parse("""{"topics":["only"]}""");
        var places = Enumerable.Range(1, 24).Select(version =>
        {
            var statement = Samples.Issue(content, salts: Samples.Salts((byte)version));
            var digest = Base64Text.Encode(statement.Disclosures[1].Digest.AsSpan());
            return ValueOf(statement, new ClaimPath("topics")).EnumerateArray()
                .TakeWhile(place => place.GetProperty("...").GetString() != digest).Count();
        }).ToHashSet();
        Assert.Equal([0, 1, 2, 3], places.Order());
    }

    [Fact]
    public void Other_records_signed_in_between_change_nothing()
    {
        var key = new FastSigningKey(KeyPurpose.Statement, Samples.Secret(9));
        var salts = Samples.Salts();
        var alone = StatementIssuer.Issue(Samples.Header, Samples.Content, salts, key);
        var other = StatementIssuer.Issue(
            Samples.Header with { RecordId = Samples.OtherRecord }, Samples.Content, salts, key);
        var again = StatementIssuer.Issue(Samples.Header, Samples.Content, salts, key);
        Assert.Equal(alone.ToSdJwt(), again.ToSdJwt());
        Assert.Empty(alone.Disclosures.Select(Encoded).Intersect(other.Disclosures.Select(Encoded)));
    }

    [Fact]
    public void Each_disclosure_has_a_salt_of_its_own()
    {
        var salts = Samples.Issue().Disclosures.Select(disclosure =>
            JsonDocument.Parse(Base64Text.TryDecode(disclosure.Encoded)).RootElement[0].GetString()).ToList();
        Assert.Equal(salts.Count, salts.Distinct().Count());
        Assert.All(salts, salt => Assert.Equal(16, Base64Text.TryDecode(salt)!.Length));
    }

    [Fact]
    public void Nothing_in_a_statement_says_when_it_was_signed()
    {
        var payload = PayloadOf(Samples.Issue());
        Assert.DoesNotContain(payload.EnumerateObject(), claim => claim.Name is "iat" or "nbf" or "exp" or "jti");
    }

    [Fact]
    public void Content_hash_is_of_the_signed_token_alone()
    {
        var statement = Samples.Issue();
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(statement.Jwt));
        Assert.Equal(Convert.ToHexStringLower(hash), statement.ContentHash.Hex);
        Assert.DoesNotContain('~', statement.Jwt);
    }

    [Fact]
    public void Content_over_the_limits_is_named_field_by_field()
    {
        var tooLong = RecordContent.Parse(JsonSerializer.Serialize(new { kind = new string('x', 65 * 1024) }));
        var tooMany = RecordContent.Parse(JsonSerializer.Serialize(new { topics = Enumerable.Range(0, 513) }));
        var unknown = RecordContent.Parse("""{"colour":"blue"}""");
        var reserved = RecordContent.Parse("""{"kind":{"_sd":[]}}""");
        Assert.Single(StatementIssuer.Check(Samples.Header, tooLong));
        Assert.Single(StatementIssuer.Check(Samples.Header, tooMany));
        Assert.Equal("colour", Assert.Single(StatementIssuer.Check(Samples.Header, unknown)).Field);
        Assert.Single(StatementIssuer.Check(Samples.Header, reserved));
        Assert.Throws<ArgumentException>(() => Samples.Issue(unknown));
    }

    [Fact]
    public void Largest_content_still_fits_a_sealed_entry()
    {
        var topics = Enumerable.Range(0, 257).Select(i => $"topic-{i}");
        var languages = Enumerable.Range(0, 255).Select(i => $"l-{i}");
        var json = JsonSerializer.Serialize(new { topics, languages, officialUrl = string.Empty });
        var officialUrl = new string('x', EnvelopeLimits.RecordVersionBytesMax - json.Length);
        var filled = JsonSerializer.Serialize(new { topics, languages, officialUrl });
        var statement = Samples.Issue(RecordContent.Parse(filled));
        var entry = CbmExchange.Envelopes.PeerStreams.PeerEntryBuilder.WithStatement(
            Samples.Entry(statement) with { Paths = [.. statement.Disclosures.Select(shown => shown.Path)] });
        Assert.True(Samples.Seal(entry).CalculateSize() <= EnvelopeLimits.SealedEntryBytesMax);
    }

    [Fact]
    public void Keys_of_another_purpose_cannot_sign_a_statement() => Assert.Throws<ArgumentException>(() =>
        StatementIssuer.Issue(Samples.Header, Samples.Content, Samples.Salts(), Samples.CheckpointKey));

    internal static JsonElement PayloadOf(IssuedStatement statement) =>
        JsonDocument.Parse(Base64Text.TryDecode(statement.Jwt.Split('.')[1])).RootElement;

    private static string Encoded(Disclosure disclosure) => disclosure.Encoded;

    internal static List<string> DigestsOf(IssuedStatement statement) =>
        [.. PayloadOf(statement).GetProperty("_sd").EnumerateArray().Select(digest => digest.GetString()!)];

    private static JsonElement ValueOf(IssuedStatement statement, ClaimPath path)
    {
        var shown = statement.Disclosures.Single(disclosure => disclosure.Path == path);
        return JsonDocument.Parse(Base64Text.TryDecode(shown.Encoded)).RootElement[2];
    }
}
