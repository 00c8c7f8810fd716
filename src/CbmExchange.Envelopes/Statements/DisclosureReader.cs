using System.Text.Json;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// Puts disclosures back where their digests stand (RFC 9901 §7.1), in the one shape of our profile: fields in the
/// payload's <c>_sd</c>, elements in the array of a disclosed field. Guards: each digest stands once; each disclosure
/// is used once; no claim has two values; reserved names are nowhere else.
/// </summary>
internal sealed class DisclosureReader
{
    private const int ElementParts = 2;
    private const int FieldParts = 3;
    private const int DigestBytes = 32;

    private readonly Dictionary<string, JsonElement> unused = new(StringComparer.Ordinal);
    private readonly HashSet<string> digestsSeen = new(StringComparer.Ordinal);

    public StatementFault? Fault { get; private set; }

    /// <summary>The disclosed fields by name; null with <see cref="Fault"/> set when something is wrong.</summary>
    public Dictionary<string, JsonElement>? Read(JsonElement payload, IReadOnlyList<string> disclosures)
    {
        if (!TakeDisclosures(disclosures) || ReadDigests(payload) is not { } digests)
        {
            return null;
        }

        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var disclosure in digests.Select(Use).OfType<JsonElement>())
        {
            if (!ReadField(disclosure, payload, fields))
            {
                return null;
            }
        }

        if (unused.Count > 0)
        {
            Fail(StatementFaults.UnknownDisclosure, "A disclosure belongs to no digest of the statement.");
        }

        return Fault is null ? fields : null;
    }

    private bool TakeDisclosures(IReadOnlyList<string> disclosures)
    {
        foreach (var encoded in disclosures)
        {
            if (Base64Text.TryDecode(encoded) is not { } bytes
                || StatementJson.TryRead(bytes) is not { ValueKind: JsonValueKind.Array } parts
                || parts.GetArrayLength() is not (ElementParts or FieldParts)
                || parts[0].ValueKind != JsonValueKind.String)
            {
                return Fail(
                    StatementFaults.MalformedDisclosure, "A disclosure is not an array of salt, name and value.");
            }

            if (!unused.TryAdd(Base64Text.Encode(Disclosure.DigestOf(encoded)), parts))
            {
                return Fail(StatementFaults.UnknownDisclosure, "A disclosure is given twice.");
            }
        }

        return true;
    }

    private List<string>? ReadDigests(JsonElement payload)
    {
        if (!payload.TryGetProperty(HeaderClaims.DigestAlgorithm, out var algorithm)
            || algorithm.ValueKind != JsonValueKind.String || algorithm.GetString() != HeaderClaims.Sha256
            || !payload.TryGetProperty(HeaderClaims.Digests, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            Fail(StatementFaults.Malformed, "The statement has no list of SHA-256 digests.");
            return null;
        }

        var digests = list.EnumerateArray().Select(ReadDigest).OfType<string>().ToList();
        return Fault is null ? digests : null;
    }

    private string? ReadDigest(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } digest
            || Base64Text.TryDecode(digest) is not { Length: DigestBytes })
        {
            Fail(StatementFaults.Malformed, "A digest in the statement is not 32 bytes in base64url.");
            return null;
        }

        // RFC 9901 §7.1 step 4: a digest that stands twice rejects the whole statement.
        if (!digestsSeen.Add(digest))
        {
            Fail(StatementFaults.DuplicateDigest, "A digest stands twice in the statement.");
        }

        return digest;
    }

    private JsonElement? Use(string digest) => unused.Remove(digest, out var disclosure) ? disclosure : null;

    private bool ReadField(JsonElement disclosure, JsonElement payload, Dictionary<string, JsonElement> fields)
    {
        if (disclosure.GetArrayLength() != FieldParts || disclosure[1].ValueKind != JsonValueKind.String)
        {
            return Fail(StatementFaults.MalformedDisclosure, "The disclosure of a field has no name.");
        }

        var name = disclosure[1].GetString()!;
        if (HeaderClaims.IsReserved(name))
        {
            return Fail(StatementFaults.ReservedName, "A disclosure uses a name that SD-JWT reserves.");
        }

        if (payload.TryGetProperty(name, out _) || fields.ContainsKey(name))
        {
            return Fail(StatementFaults.ClaimCollision, "A disclosure names a claim that the statement already has.");
        }

        if (disclosure[2].ValueKind == JsonValueKind.Array)
        {
            return ReadList(disclosure[2]) is { } list && fields.TryAdd(name, list);
        }

        return IsPlain(disclosure[2]) && fields.TryAdd(name, disclosure[2]);
    }

    private JsonElement? ReadList(JsonElement list)
    {
        var elements = new List<JsonElement>();
        foreach (var place in list.EnumerateArray())
        {
            if (place.ValueKind != JsonValueKind.Object || place.EnumerateObject().Count() != 1
                || !place.TryGetProperty(HeaderClaims.Placeholder, out var value))
            {
                Fail(StatementFaults.MalformedDisclosure, "An element of a list is not disclosed by itself.");
                return null;
            }

            if (ReadDigest(value) is not { } digest || Fault is not null)
            {
                return null;
            }

            if (Use(digest) is { } disclosure && !ReadElement(disclosure, elements))
            {
                return null;
            }
        }

        return JsonSerializer.SerializeToElement(elements);
    }

    private bool ReadElement(JsonElement disclosure, List<JsonElement> elements)
    {
        if (disclosure.GetArrayLength() != ElementParts)
        {
            return Fail(StatementFaults.MalformedDisclosure, "The disclosure of a list element has a name.");
        }

        elements.Add(disclosure[1]);
        return IsPlain(disclosure[1]);
    }

    private bool IsPlain(JsonElement value) => !StatementJson.HoldsReservedName(value)
        || Fail(StatementFaults.ReservedName, "A value uses a name that SD-JWT reserves.");

    private bool Fail(string name, string sentence)
    {
        Fault ??= new StatementFault(name, sentence);
        return false;
    }
}
