using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.Tests.Interop;

/// <summary>The npm package @sd-jwt/core reads what we sign, and we read what it signs (design D4).</summary>
public sealed class SdJwtInteropTests
{
    [Fact]
    public void Other_library_opens_our_whole_statement()
    {
        var answer = Verify(Samples.Issue().ToSdJwt());
        var payload = answer.GetProperty("payload");
        foreach (var field in Samples.Content.Claims.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(field.Value, payload.GetProperty(field.Name)), field.Name);
        }

        Assert.Equal(Samples.Xa.Value, payload.GetProperty("originator").GetString());
        Assert.Equal(StatementIssuer.TokenType, answer.GetProperty("header").GetProperty("typ").GetString());
    }

    [Fact]
    public void Other_library_sees_only_what_was_disclosed()
    {
        var statement = Samples.Issue();
        var shown = statement.Select([new ClaimPath("kind"), ClaimPath.Parse("sections/annex-2")]);
        var payload = Verify($"{statement.Jwt}~{string.Concat(shown.Select(item => item.Encoded + "~"))}")
            .GetProperty("payload");
        Assert.False(payload.TryGetProperty("title", out _));
        var section = Assert.Single(payload.GetProperty("sections").EnumerateArray());
        Assert.Equal("annex-2", section.GetProperty("id").GetString());
    }

    [Fact]
    public void Other_library_refuses_our_statement_when_it_was_altered()
    {
        var sdJwt = Samples.Issue().ToSdJwt();
        var altered = sdJwt.Replace(".eyJ", ".eyK", StringComparison.Ordinal);
        Assert.NotEqual(sdJwt, altered);
        Assert.True(Verify(altered).TryGetProperty("error", out _));
    }

    [Fact]
    public void We_open_what_the_other_library_signed()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = new EcdsaSigningKey(KeyPurpose.Statement, ECDsa.Create(pair.ExportParameters(true)));
        var sdJwt = Sign(pair.ExportPkcs8PrivateKeyPem(), key.Id).Split('~');
        var keys = PeerKeys.Of(Samples.Xa, [Samples.Admitted(key)]);
        var opened = StatementVerifier.Open(Encoding.ASCII.GetBytes(sdJwt[0]), sdJwt[1..^1], keys, Samples.Now).Value;
        Assert.Equal(RecordContent.Parse("""{"kind":"strategy","topics":["one","two"]}"""), opened.Content);
        var withheld = StatementVerifier.Open(Encoding.ASCII.GetBytes(sdJwt[0]), [], keys, Samples.Now).Value;
        Assert.Empty(withheld.DisclosedPaths);
    }

    private static JsonElement Verify(string sdJwt) => NodeProcess.Ask(new
    {
        mode = "verify",
        publicKeyPem = PemEncoding.WriteString("PUBLIC KEY", Samples.StatementKey.SubjectPublicKeyInfo.Span),
        sdJwt,
    });

    private static string Sign(string privateKeyPem, KeyId keyId)
    {
        var claims = JsonSerializer.Deserialize<Dictionary<string, object>>(
            Statements.StatementIssuerTests.PayloadOf(Samples.Issue()).GetRawText())!;
        claims.Remove("_sd");
        claims.Remove("_sd_alg");
        claims["kind"] = "strategy";
        claims["topics"] = new[] { "one", "two" };
        return NodeProcess.Ask(new
        {
            mode = "sign",
            privateKeyPem,
            header = new { typ = StatementIssuer.TokenType, kid = keyId.Hex },
            claims,
            frame = new
            {
                _sd = new[] { "kind", "topics" },
                _sd_decoy = 3,
                topics = new { _sd = new[] { 0, 1 }, _sd_decoy = 2 },
            },
        }).GetProperty("sdJwt").GetString()!;
    }
}
