using System.Text.RegularExpressions;
using CbmExchange.Domain.Phrases;

namespace CbmExchange.Domain.Records;

/// <summary>
/// The words that make an exercise impossible to confuse (domain.md §3.6): first and last line of whatever belongs to
/// one, the same in every language and never typed by an author. A translation follows for readers of other languages.
/// </summary>
public static partial class ExerciseBanner
{
    /// <summary>Stays as it is in every language.</summary>
    public const string Words = "EXERCISE EXERCISE EXERCISE";

    private const string PhraseId = "this-is-an-exercise";

    /// <summary>The banner, with its translation where the reader's language is one of the six.</summary>
    /// <param name="language">BCP 47 tag; null or empty: the banner alone.</param>
    public static string For(string? language) =>
        !string.IsNullOrEmpty(language)
        && PhraseLibrary.Languages.Contains(language.Split('-', 2)[0].ToLowerInvariant())
            ? $"{Words} ({PhraseLibrary.Of(PhraseId).In(language)})"
            : Words;

    /// <summary>A text to be read out or sent by telephone: it begins and ends with the banner.</summary>
    public static string Around(string text) => $"{Words}\n{text}\n{Words}";

    /// <summary>What an author who typed the words should look at.</summary>
    internal static IEnumerable<string> Hints(RecordContent content) =>
        Json.List(content.Claims, "subject")
            .Any(text => Json.String(text, "text") is { } words && Typed().IsMatch(words))
            ? ["The subject types EXERCISE. Screens write it by themselves for what belongs to an exercise, and for "
                + "nothing else: leave it out."]
            : [];

    [GeneratedRegex(@"\bEXERCISE\b")]
    private static partial Regex Typed();
}
