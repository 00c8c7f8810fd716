using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// RFC 9901 read simply, without a look at the code under test: the fields that a JWT and some disclosures show, each
/// in one form, in the order of their names.
/// </summary>
internal static class OpenedStatement
{
    private const string Placeholder = "...";

    /// <summary>The shown content as one JSON text. Throws when a disclosure belongs to nothing.</summary>
    public static string Read(ReadOnlySpan<byte> jwt, IEnumerable<string> disclosures)
    {
        var parts = Encoding.ASCII.GetString(jwt).Split('.');
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var shown = disclosures.ToDictionary(
            encoded => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(encoded))),
            encoded => JsonDocument.Parse(Base64Url.DecodeFromChars(encoded)).RootElement, StringComparer.Ordinal);
        var fields = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var digest in payload.RootElement.GetProperty("_sd").EnumerateArray())
        {
            if (shown.Remove(digest.GetString()!, out var field))
            {
                fields.Add(field[1].GetString()!, Value(field[2], shown));
            }
        }

        return shown.Count == 0
            ? Text(fields)
            : throw new InvalidOperationException("A disclosure belongs to no digest of the statement.");
    }

    /// <summary>The one form of some fields.</summary>
    public static string Text(SortedDictionary<string, JsonNode?> fields) =>
        new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, field.Value))).ToJsonString();

    private static JsonNode? Value(JsonElement value, Dictionary<string, JsonElement> shown)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return JsonNode.Parse(value.GetRawText());
        }

        var list = new JsonArray();
        foreach (var item in value.EnumerateArray())
        {
            if (shown.Remove(item.GetProperty(Placeholder).GetString()!, out var element))
            {
                list.Add(JsonNode.Parse(element[1].GetRawText()));
            }
        }

        return list;
    }
}
