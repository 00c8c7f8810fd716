using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Records;

namespace CbmExchange.Node.Library;

/// <summary>
/// One record of any type as one line of the library. Fields that mean the same are called the same in every type; what
/// was not disclosed is empty.
/// </summary>
internal static class LibraryLine
{
    private static readonly string[] Titles = ["title", "name", "teamName", "officeName"];
    private static readonly string[] Words = ["term", "product"];
    private static readonly string[] Kinds = ["kind", "topic", "role", "catalogue", "handledAs"];
    private static readonly string[] Statuses = ["status", "state"];

    /// <summary>True for the types of the library.</summary>
    public static bool IsOnShelf(string recordType) =>
        RecordCatalogue.Find(recordType) is { Family: RecordFamily.Document };

    /// <summary>The line of a record.</summary>
    public static LibraryItem Of(RecordView view, JsonElement claims)
    {
        var title = Titles.Append("subject").Select(name => TextsOf(claims, name)).FirstOrDefault(
            texts => texts.Count > 0, []);
        var word = First(claims, Words);
        return new LibraryItem
        {
            Shelf = "documents",
            RecordId = view.RecordId,
            RecordType = view.RecordType,
            State = view.Originator,
            Title = word.Length > 0 ? word : Texts.Best(title, "en"),
            TitleOriginal = word.Length > 0 ? word : Texts.Authoritative(title),
            Kind = First(claims, Kinds),
            Date = RecordCatalogue.Find(view.RecordType)?.DateField is { } field ? First(claims, [field]) : "",
            Status = First(claims, Statuses),
            Url = First(claims, ["officialUrl", "documentUrl"]),
            Provenance = view.Provenance,
            Tlp = view.Marking?.Tlp ?? "",
            RecordState = view.State,
            Notice = view.Notice,
            RelayedFor = view.RelayedFor,
        };
    }

    /// <summary>The words of a list; none when it is not there.</summary>
    public static List<string> WordsOf(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var words) && words.ValueKind == JsonValueKind.Array
            ?
            [
                .. words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String)
                    .Select(word => word.GetString()!),
            ]
            : [];

    private static string First(JsonElement claims, string[] names) =>
        names.Select(name => Word(claims, name)).FirstOrDefault(word => word.Length > 0, "");

    private static string Word(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object
        && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    /// <summary>The renderings of a field; none when it is not there.</summary>
    public static List<Text> TextsOf(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var texts) && texts.ValueKind == JsonValueKind.Array
            ?
            [
                .. texts.EnumerateArray().Select(text => new Text
                {
                    Lang = Word(text, "lang"),
                    Text_ = Word(text, "text"),
                    Status = Word(text, "status"),
                }),
            ]
            : [];
}
