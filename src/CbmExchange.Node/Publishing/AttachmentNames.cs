using System.Text.Json;

namespace CbmExchange.Node.Publishing;

/// <summary>Finds the attachments that a content names (proto/cbm/record/v1/common.proto, Attachment).</summary>
internal static class AttachmentNames
{
    private const string HashField = "sha256";

    /// <summary>Their hashes, at any depth.</summary>
    public static IEnumerable<string> In(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(In),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field =>
            field.Name == HashField && field.Value.ValueKind == JsonValueKind.String
                ? [field.Value.GetString()!]
                : In(field.Value)),
        _ => [],
    };
}
