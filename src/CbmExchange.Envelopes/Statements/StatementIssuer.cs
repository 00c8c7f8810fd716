using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// Signs record versions as SD-JWT (RFC 9901). Guards: every top-level field and every list element has a disclosure
/// with a salt of its own; digests do not show what is absent; nothing depends on a release, a recipient or another
/// record. A signature itself is randomised, so issue a version once and keep it.
/// </summary>
public static class StatementIssuer
{
    /// <summary>The <c>typ</c> of our statements (explicit typing, RFC 8725 §3.11).</summary>
    public const string TokenType = "cbm-statement+sd-jwt";

    internal const string Algorithm = "ES256";

    // RFC 9901 §9.3 asks for at least 128 bits.
    private const int SaltBytes = 16;

    /// <summary>Why a version cannot be signed; empty when it can.</summary>
    public static ImmutableArray<FieldFault> Check(RecordHeader header, RecordContent content)
    {
        var faults = ImmutableArray.CreateBuilder<FieldFault>();
        if (RecordSchemas.Find(header.RecordType) is not { } schema)
        {
            return [new FieldFault("recordType", "This record type is not known.")];
        }

        var known = RecordSchemas.FieldNames(schema).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(content.Claims.EnumerateObject().Where(field => !known.Contains(field.Name))
            .Select(field => new FieldFault(field.Name, "This record type has no such field.")));
        faults.AddRange(content.Claims.EnumerateObject().GroupBy(field => field.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => new FieldFault(group.Key, "A field is given once.")));
        if (StatementJson.Write(content.Claims.WriteTo).Length > EnvelopeLimits.RecordVersionBytesMax)
        {
            faults.Add(new FieldFault(string.Empty, "The content is longer than 64 KiB; attach a file instead."));
        }

        if (Lists(content).Sum(list => list.GetArrayLength()) > EnvelopeLimits.ListElementsMax)
        {
            faults.Add(new FieldFault(string.Empty, "The content has more than 512 list elements."));
        }

        if (StatementJson.HoldsReservedName(content.Claims))
        {
            faults.Add(new FieldFault(string.Empty, "The names _sd, _sd_alg and ... are reserved."));
        }

        return faults.ToImmutable();
    }

    /// <summary>Signs one version. Throws when <see cref="Check"/> has something to say: callers check first.</summary>
    public static IssuedStatement Issue(RecordHeader header, RecordContent content, ISaltSource salts, SigningKey key)
    {
        key.MustBeFor(KeyPurpose.Statement);
        var faults = Check(header, content);
        if (faults.Length > 0)
        {
            throw new ArgumentException($"The content cannot be signed: {faults[0].Field} {faults[0].Description}");
        }

        var disclosures = new List<Disclosure>();
        var digests = new List<byte[]>();
        foreach (var field in content.Claims.EnumerateObject())
        {
            var own = DiscloseField(header.RecordId, field, salts);
            digests.Add([.. own[0].Digest]);
            disclosures.AddRange(own);
        }

        var fieldCount = RecordSchemas.Find(header.RecordType)!.Fields.InFieldNumberOrder().Count;
        digests.AddRange(Enumerable.Range(digests.Count, fieldCount - digests.Count).Select(index =>
            DecoyPlan.Digest(salts, header.RecordId, index.ToString(CultureInfo.InvariantCulture))));
        var jwt = Sign(WritePayload(header, digests), key);
        return IssuedStatement.Restore(header.RecordId, header.RecordType, jwt, disclosures);
    }

    private static IEnumerable<JsonElement> Lists(RecordContent content) => content.Claims.EnumerateObject()
        .Select(field => field.Value).Where(value => value.ValueKind == JsonValueKind.Array);

    // The field's disclosure first, after it those of its elements.
    private static List<Disclosure> DiscloseField(RecordId record, JsonProperty field, ISaltSource salts)
    {
        var elements = new List<Disclosure>();
        if (field.Value.ValueKind == JsonValueKind.Array)
        {
            var names = ClaimPath.ElementNames(field.Value);
            elements.AddRange(field.Value.EnumerateArray().Select((element, index) => Disclose(
                new ClaimPath(field.Name, names[index]),
                Salt(salts, record, DecoyPlan.Place(field.Name, index)),
                null,
                element.WriteTo)));
        }

        return
        [
            Disclose(new ClaimPath(field.Name), Salt(salts, record, field.Name), field.Name, json =>
            {
                if (field.Value.ValueKind == JsonValueKind.Array)
                {
                    WriteList(json, record, field.Name, elements, salts);
                }
                else
                {
                    field.Value.WriteTo(json);
                }
            }),
            .. elements,
        ];
    }

    private static void WriteList(
        Utf8JsonWriter json, RecordId record, string field, List<Disclosure> elements, ISaltSource salts)
    {
        var next = 0;
        var places = DecoyPlan.Places(salts, record, field, elements.Count);
        json.WriteStartArray();
        for (var place = 0; place < places.Length; place++)
        {
            var digest = places[place]
                ? elements[next++].Digest.AsSpan()
                : DecoyPlan.Digest(salts, record, DecoyPlan.Place(field, place));
            json.WriteStartObject();
            json.WriteString(HeaderClaims.Placeholder, Base64Text.Encode(digest));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Salt(ISaltSource salts, RecordId record, string place) =>
        Base64Text.Encode(salts.Derive(record, SaltUse.Salt, place).AsSpan(0, SaltBytes));

    private static Disclosure Disclose(ClaimPath path, string salt, string? name, Action<Utf8JsonWriter> writeValue) =>
        new(path, Base64Text.Encode(StatementJson.Write(json =>
        {
            json.WriteStartArray();
            json.WriteStringValue(salt);
            if (name is not null)
            {
                json.WriteStringValue(name);
            }

            writeValue(json);
            json.WriteEndArray();
        })));

    private static byte[] WritePayload(RecordHeader header, List<byte[]> digests) => StatementJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray(HeaderClaims.Digests);
        foreach (var digest in digests.Select(digest => Base64Text.Encode(digest)).Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(digest);
        }

        json.WriteEndArray();
        json.WriteString(HeaderClaims.DigestAlgorithm, HeaderClaims.Sha256);
        HeaderClaims.Write(json, header);
        json.WriteEndObject();
    });

    private static string Sign(byte[] payload, SigningKey key)
    {
        var head = StatementJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("alg", Algorithm);
            json.WriteString("kid", key.Id.Hex);
            json.WriteString("typ", TokenType);
            json.WriteEndObject();
        });
        var signed = $"{Base64Text.Encode(head)}.{Base64Text.Encode(payload)}";
        var signature = key.Sign(Encoding.ASCII.GetBytes(signed), SignatureForm.Concatenated);
        return $"{signed}.{Base64Text.Encode(signature)}";
    }
}
