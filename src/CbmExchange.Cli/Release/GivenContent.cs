using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Release;

/// <summary>What people call a record, read from the content that was given.</summary>
internal sealed record GivenContent(string Number, string Title)
{
    private static readonly string[] Titles = ["title", "officeName", "name", "teamName", "subject"];

    /// <summary>The number that people quote, else the id; the title, else nothing.</summary>
    public static GivenContent Of(ViewAsItem item)
    {
        try
        {
            using var content = JsonDocument.Parse(item.ContentJson);
            var claims = content.RootElement;
            if (claims.ValueKind == JsonValueKind.Object)
            {
                var number = TextOf(claims, "referenceNumber");
                return new GivenContent(number.Length > 0 ? number : item.RecordId, TitleOf(claims));
            }
        }
        catch (JsonException)
        {
            // The id below names it as well.
        }

        return new GivenContent(item.RecordId, "");
    }

    private static string TitleOf(JsonElement claims)
    {
        foreach (var name in Titles)
        {
            if (claims.TryGetProperty(name, out var texts) && texts.ValueKind == JsonValueKind.Array)
            {
                var all = texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.Object).ToList();
                var best = all.Find(text => TextOf(text, "lang") == "en");
                best = best.ValueKind == JsonValueKind.Object ? best : all.FirstOrDefault();
                return best.ValueKind == JsonValueKind.Object ? TextOf(best, "text") : "";
            }
        }

        return "";
    }

    private static string TextOf(JsonElement one, string name) =>
        one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
