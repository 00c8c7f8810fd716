using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Node.PublicPage;

/// <summary>What a record is called in a list: its first title, in the first language that it states.</summary>
internal static class PublicTitles
{
    private static readonly string[] Fields = ["title", "officeName", "teamName", "name", "term", "topic", "subject"];

    /// <summary>The title; empty when none was released.</summary>
    public static string Of(RecordContent content)
    {
        foreach (var field in Fields)
        {
            if (content.Claims.TryGetProperty(field, out var value) && TextOf(value) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return "";
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array when value.GetArrayLength() > 0 => TextOf(value[0]),
        JsonValueKind.Object when value.TryGetProperty("text", out var text) => TextOf(text),
        _ => null,
    };
}
