using System.Collections.Immutable;

namespace CbmExchange.Domain.Phrases;

/// <summary>One fixed phrase in every language of the library.</summary>
/// <param name="Id">Lower-kebab; stays for good, so that a phrase can be named on a telephone.</param>
/// <param name="Use">What it is for: answer, standing, context or check.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Texts">Its words by language.</param>
public sealed record Phrase(string Id, string Use, string Source, ImmutableSortedDictionary<string, string> Texts)
{
    /// <summary>Where the code of a communication check stands; nothing else can be put into a phrase.</summary>
    public const string CodePlace = "{code}";

    /// <summary>The English words: the source of the others.</summary>
    public string English => Texts[PhraseLibrary.SourceLanguage];

    /// <summary>True when it says a code.</summary>
    public bool HasCode => English.Contains(CodePlace, StringComparison.Ordinal);

    /// <summary>
    /// Its words in a language (BCP 47 tag; region and script do not matter), in English where the library has none.
    /// </summary>
    public string In(string? language) => Texts.GetValueOrDefault(PhraseLibrary.LanguageOf(language), English);

    /// <summary>The same with the code said.</summary>
    public string In(string? language, string code) => In(language).Replace(CodePlace, code, StringComparison.Ordinal);
}
