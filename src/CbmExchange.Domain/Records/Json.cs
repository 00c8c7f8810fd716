using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>Reads proto3-JSON leniently: what is missing or of another kind reads as null or empty.</summary>
internal static class Json
{
    public static JsonElement? Get(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && !IsEmpty(value)
            ? value
            : null;

    public static string? String(JsonElement owner, string name) =>
        Get(owner, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Bool(JsonElement owner, string name) => Get(owner, name) is { ValueKind: JsonValueKind.True };

    public static DateTimeOffset? Time(JsonElement owner, string name) =>
        String(owner, name) is { } text && TextRules.TryTime(text, out var time) ? time : null;

    public static IEnumerable<JsonElement> List(JsonElement owner, string name) =>
        Get(owner, name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static IEnumerable<string> Strings(JsonElement owner, string name) =>
        List(owner, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);

    public static long? Integer(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String
                when long.TryParse(
                    value.GetString(),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            _ => null,
        };

    public static bool IsEmpty(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => true,
            JsonValueKind.String => value.ValueEquals(""),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            _ => false,
        };
}
