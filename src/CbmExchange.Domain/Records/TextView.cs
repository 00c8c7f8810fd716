using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>A text in one language.</summary>
/// <param name="Lang">BCP 47 tag.</param>
/// <param name="Text">The text.</param>
/// <param name="Status">Code of list translation-status.</param>
public sealed record TextView(string Lang, string Text, string? Status)
{
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
