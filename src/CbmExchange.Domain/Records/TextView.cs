using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>A text in one language.</summary>
/// <param name="Lang">BCP 47 tag.</param>
/// <param name="Text">The text.</param>
/// <param name="Status">Code of list translation-status.</param>
public sealed record TextView(string Lang, string Text, string? Status)
{
    /// <summary>The renderings of a field of a content; none where it was not shared.</summary>
    public static ImmutableArray<TextView> AllOf(RecordContent content, string field) =>
        Read(content.Claims, field);

    /// <summary>The rendering in a language, else the first authoritative one, else the first; or empty.</summary>
    public static string Best(ImmutableArray<TextView> texts, string lang) =>
        (texts.FirstOrDefault(text => string.Equals(text.Lang, lang, StringComparison.OrdinalIgnoreCase))
            ?? texts.FirstOrDefault(text => text.Status == "authoritative")
            ?? texts.FirstOrDefault())?.Text
        ?? "";

    internal static ImmutableArray<TextView> Read(JsonElement owner, string field) =>
        [
            .. Json.List(owner, field)
                .Select(item => new TextView(
                    Json.String(item, "lang") ?? "",
                    Json.String(item, "text") ?? "",
                    Json.String(item, "status")
                )),
        ];
}
