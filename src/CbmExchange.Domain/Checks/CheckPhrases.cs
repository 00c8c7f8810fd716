using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// The approved neutral words of communication checks in the six languages of the United Nations: data, loaded once. An
/// officer chooses among them and cannot add to them, so that no check can say anything else.
/// </summary>
public static class CheckPhrases
{
    private const string SourceLanguage = "en";
    private const string CodePlace = "{code}";
    private const string FileName = "check-phrases.json";

    private static readonly FrozenDictionary<string, ImmutableArray<TextView>> ById = Read();

    /// <summary>The languages of every phrase, in the order in which the United Nations lists them.</summary>
    public static ImmutableArray<string> Languages { get; } = ["ar", "zh", SourceLanguage, "fr", "ru", "es"];

    /// <summary>Ids of all phrases.</summary>
    public static IEnumerable<string> Ids => ById.Keys;

    /// <summary>A phrase in every language; English is authoritative, nobody reviewed the others for a State.</summary>
    public static ImmutableArray<TextView> Of(string id) => ById[id];

    /// <summary>Words to say or write, with the code, in a language; in English where the list has none.</summary>
    public static string WithCode(string channelType, string? language, string code)
    {
        var phrase = Of(channelType == "voice" ? "check-telephone" : "check-e-mail");
        return phrase.First(text => text.Lang == LanguageOf(language)).Text
            .Replace(CodePlace, CheckCode.Spaced(code), StringComparison.Ordinal);
    }

    /// <summary>The language of the list that a BCP 47 tag means: its primary subtag; English for none.</summary>
    public static string LanguageOf(string? tag)
    {
        var primary = (tag ?? "").Split('-', 2)[0].ToLowerInvariant();
        return Languages.Contains(primary) ? primary : SourceLanguage;
    }

    private static FrozenDictionary<string, ImmutableArray<TextView>> Read()
    {
        using var stream = typeof(CheckPhrases).Assembly.GetManifestResourceStream(FileName)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("phrases").EnumerateArray().ToFrozenDictionary(
            row => row.GetProperty("id").GetString()!, TextsOf, StringComparer.Ordinal);
    }

    private static ImmutableArray<TextView> TextsOf(JsonElement row) =>
        [
            .. row.EnumerateObject().Where(field => field.Name != "id").Select(field => new TextView(
                field.Name, field.Value.GetString()!,
                field.Name == SourceLanguage ? "authoritative" : "unofficial")),
        ];
}
