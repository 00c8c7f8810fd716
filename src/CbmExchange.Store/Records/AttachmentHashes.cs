using System.Text.Json;

namespace CbmExchange.Store.Records;

/// <summary>
/// Which attachments a content names: every <c>sha256</c> of 64 hex digits in it (proto/cbm/record/v1 Attachment).
/// </summary>
internal static class AttachmentHashes
{
    private const int HexLength = 64;

    public static IEnumerable<string> Of(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.Array => content.EnumerateArray().SelectMany(Of),
        JsonValueKind.Object => content.EnumerateObject().SelectMany(field =>
            field.NameEquals("sha256") && field.Value.ValueKind == JsonValueKind.String
                && field.Value.GetString() is { Length: HexLength }
                ? [field.Value.GetString()!]
                : Of(field.Value)),
        _ => [],
    };
}
