using System.Text;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.Tests.Statements;

public sealed class TamperedStatementTests
{
    private static readonly string Kind = Disclose("""["salt","kind","strategy"]""");

    [Fact]
    public void Altered_payload_is_forged()
    {
        var parts = Samples.Issue().Jwt.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Text.TryDecode(parts[1])!).Replace("\"test\"", "\"fest\"");
        var altered = $"{parts[0]}.{Base64Text.Encode(Encoding.UTF8.GetBytes(payload))}.{parts[2]}";
        Assert.Equal(StatementFaults.Forged, Open(altered));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("ES384")]
    [InlineData("es256")]
    public void Any_other_algorithm_is_refused(string algorithm) =>
        Assert.Equal(StatementFaults.WrongAlgorithm, Open(Sign(Claims(), alg: algorithm)));

    [Fact]
    public void Token_of_another_type_is_refused() =>
        Assert.Equal(StatementFaults.WrongTokenType, Open(Sign(Claims(), typ: "JWT")));

    [Fact]
    public void Critical_extensions_are_refused() =>
        Assert.Equal(StatementFaults.WrongAlgorithm, Open(Sign(Claims(), crit: true)));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("e30.e30.e30.e30")]
    [InlineData("e30=.e30.e30")]
    [InlineData("é.e30.e30")]
    public void Text_that_is_no_token_is_malformed(string jwt) => Assert.Equal(StatementFaults.Malformed, Open(jwt));

    [Fact]
    public void Altered_disclosure_belongs_to_no_digest()
    {
        var statement = Samples.Issue();
        var altered = Disclose("""["salt","kind","doctrine"]""");
        Assert.Equal(StatementFaults.UnknownDisclosure, Open(statement.Jwt, altered));
    }

    [Fact]
    public void Disclosure_given_twice_is_refused()
    {
        var statement = Samples.Issue();
        var one = statement.Disclosures[1].Encoded;
        Assert.Equal(StatementFaults.UnknownDisclosure, Open(statement.Jwt, one, one));
    }

    [Fact]
    public void Element_without_its_field_is_refused()
    {
        var statement = Samples.Issue();
        var element = statement.Disclosures.Single(shown => shown.Path == ClaimPath.Parse("sections/scope")).Encoded;
        Assert.Equal(StatementFaults.UnknownDisclosure, Open(statement.Jwt, element));
    }

    [Fact]
    public void Digest_that_stands_twice_is_refused() =>
        Assert.Equal(StatementFaults.DuplicateDigest, Open(Sign(Claims(Digest(Kind), Digest(Kind))), Kind));

    [Fact]
    public void Digest_that_stands_in_two_places_is_refused()
    {
        var list = Disclose($$"""["salt","topics",[{"...":"{{Digest(Kind)}}"}]]""");
        Assert.Equal(StatementFaults.DuplicateDigest, Open(Sign(Claims(Digest(Kind), Digest(list))), list));
    }

    [Fact]
    public void Two_values_for_one_claim_are_refused()
    {
        var second = Disclose("""["other salt","kind","policy"]""");
        var header = Disclose("""["salt","originator","someone else"]""");
        var jwt = Sign(Claims(Digest(Kind), Digest(second), Digest(header)));
        Assert.Equal(StatementFaults.ClaimCollision, Open(jwt, Kind, second));
        Assert.Equal(StatementFaults.ClaimCollision, Open(jwt, header));
    }

    [Fact]
    public void Second_spelling_of_a_field_is_refused()
    {
        var snake = Disclose("""["salt","official_url","x.example"]""");
        Assert.Equal(StatementFaults.ClaimCollision, Open(Sign(Claims(Digest(snake))), snake));
    }

    [Theory]
    [InlineData("""["salt","_sd",[]]""")]
    [InlineData("""["salt","...","x"]""")]
    [InlineData("""["salt","_sd_alg","x"]""")]
    [InlineData("""["salt","kind",{"_sd":[]}]""")]
    [InlineData("""["salt","kind",{"a":{"...":"x"}}]""")]
    public void Reserved_names_are_refused(string disclosure)
    {
        var encoded = Disclose(disclosure);
        Assert.Equal(StatementFaults.ReservedName, Open(Sign(Claims(Digest(encoded))), encoded));
    }

    [Theory]
    [InlineData("""["salt"]""")]
    [InlineData("""["salt","kind"]""")]
    [InlineData("""[1,"kind","strategy"]""")]
    [InlineData("""["salt",2,"strategy"]""")]
    [InlineData("""["salt","kind","strategy","more"]""")]
    [InlineData("""{"salt":"kind"}""")]
    [InlineData("""["salt","topics",["plain"]]""")]
    [InlineData("""["salt","topics",[{"...":"x","more":1}]]""")]
    [InlineData("""["salt","nomination",{"date":"1","date":"2"}]""")]
    [InlineData("not json")]
    [InlineData("""["salt","kind","\ud800"]""")]
    [InlineData("""["salt","nomination",{"\ud800":1}]""")]
    [InlineData("""["\udc00","kind","x"]""")]
    [InlineData("""["salt","kind",[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]""")]
    public void Disclosures_of_another_shape_are_refused(string disclosure)
    {
        var encoded = Disclose(disclosure);
        Assert.Equal(StatementFaults.MalformedDisclosure, Open(Sign(Claims(Digest(encoded))), encoded));
    }

    [Fact]
    public void Content_of_another_type_is_refused()
    {
        var number = Disclose("""["salt","authoredAt","yesterday"]""");
        Assert.Equal(StatementFaults.ContentUnreadable, Open(Sign(Claims(Digest(number))), number));
    }

    [Theory]
    [InlineData("recordId", "not-a-uuid")]
    [InlineData("recordId", "11111111-1111-4111-8111-11111111111A")]
    [InlineData("context", "")]
    [InlineData("schemaVersion", null)]
    [InlineData("authoritativeLanguages", "en")]
    public void Header_claims_must_be_as_they_must_be(string claim, string? value)
    {
        var claims = Claims();
        claims[claim] = value;
        Assert.Equal(StatementFaults.HeaderInvalid, Open(Sign(claims)));
    }

    [Fact]
    public void Other_digest_algorithms_are_refused()
    {
        var claims = Claims();
        claims["_sd_alg"] = "sha-512";
        Assert.Equal(StatementFaults.Malformed, Open(Sign(claims)));
    }

    [Fact]
    public void Over_long_statement_is_refused_before_it_is_read() =>
        Assert.Equal(StatementFaults.OverLong, Open(new string('a', EnvelopeLimits.SealedEntryBytesMax + 1)));

    private static string? Open(string jwt, params string[] disclosures) =>
        StatementVerifier.Open(Encoding.UTF8.GetBytes(jwt), disclosures, Samples.Keys, Samples.Now).Fault?.Name;

    private static string Disclose(string json) => Base64Text.Encode(Encoding.UTF8.GetBytes(json));

    private static string Digest(string encoded) => Base64Text.Encode(Disclosure.DigestOf(encoded));

    private static JsonObject Claims(params string[] digests)
    {
        var claims = JsonNode.Parse(StatementIssuerTests.PayloadOf(Samples.Issue()).GetRawText())!.AsObject();
        claims["_sd"] = new JsonArray([.. digests.Select(digest => (JsonNode)digest)]);
        return claims;
    }

    private static string Sign(
        JsonObject claims, string alg = "ES256", string typ = StatementIssuer.TokenType, bool crit = false)
    {
        var header = new JsonObject { ["alg"] = alg, ["typ"] = typ, ["kid"] = Samples.StatementKey.Id.Hex };
        if (crit)
        {
            header["crit"] = new JsonArray("exp");
        }

        var input = $"{Disclose(header.ToJsonString())}.{Disclose(claims.ToJsonString())}";
        var signature = Samples.StatementKey.Sign(Encoding.ASCII.GetBytes(input), SignatureForm.Concatenated);
        return $"{input}.{Base64Text.Encode(signature)}";
    }
}
