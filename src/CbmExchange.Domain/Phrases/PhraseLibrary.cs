using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Phrases;

/// <summary>
/// Fixed phrases in the six languages of the United Nations, for what must be said when nobody at the desk has the
/// other's language (domain.md §4.21 row 31). They are data (phrases.json), loaded once, and tested to be complete.
/// </summary>
public static class PhraseLibrary
{
    /// <summary>The language that the others were translated from.</summary>
    public const string SourceLanguage = "en";

    /// <summary>Sent by a duty officer alone; says only that a message is here (decision 0031).</summary>
    public const string ForAnswers = "answer";

    /// <summary>Stands on renderings.</summary>
    public const string Standing = "standing";

    /// <summary>Says what is actual and what is not.</summary>
    public const string ForContexts = "context";

    /// <summary>Says that a communication check is one.</summary>
    public const string ForChecks = "check";

    private const string FileName = "phrases.json";

    private static readonly JsonElement Data = Read();

    /// <summary>The languages of every phrase, in the order in which the United Nations lists them.</summary>
    public static ImmutableArray<string> Languages { get; } = ["ar", "zh", SourceLanguage, "fr", "ru", "es"];

    /// <summary>Version of the data (semver): a phrase keeps its id and its sense within a major version.</summary>
    public static string Version { get; } = Data.GetProperty("version").GetString()!;

    /// <summary>All phrases, in the order of the data.</summary>
    public static ImmutableArray<Phrase> All { get; } =
        [.. Data.GetProperty("phrases").EnumerateArray().Select(PhraseOf)];

    private static readonly FrozenDictionary<string, Phrase> ById =
        All.ToFrozenDictionary(phrase => phrase.Id, StringComparer.Ordinal);

    /// <summary>The phrase of an id; null when there is none.</summary>
    public static Phrase? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>The phrase of an id that the software itself names.</summary>
    public static Phrase Of(string id) => ById[id];

    /// <summary>The language of the library that a BCP 47 tag means: its primary subtag; English for none.</summary>
    public static string LanguageOf(string? tag)
    {
        var primary = (tag ?? "").Split('-', 2)[0].ToLowerInvariant();
        return Languages.Contains(primary) ? primary : SourceLanguage;
    }

    /// <summary>
    /// How binding the words are in a language (code list translation-status) when English is authoritative.
    /// </summary>
    public static string StatusOf(string language) =>
        language == SourceLanguage ? "authoritative" : StatusBeside(language);

    /// <summary>
    /// How binding the words are beside words of another language that are meant: as the labels of codes are. English
    /// is this project's own; the others translate it, and no person reviewed them for a State.
    /// </summary>
    public static string StatusBeside(string language) =>
        language == SourceLanguage ? "unofficial" : "machine";

    private static Phrase PhraseOf(JsonElement row) =>
        new(
            row.GetProperty("id").GetString()!,
            row.GetProperty("use").GetString()!,
            row.GetProperty("source").GetString()!,
            Languages.ToImmutableSortedDictionary(
                language => language,
                language => row.GetProperty(language).GetString()!,
                StringComparer.Ordinal));

    private static JsonElement Read()
    {
        using var stream = typeof(PhraseLibrary).Assembly.GetManifestResourceStream(FileName)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
