using System.Collections.Immutable;
using CbmExchange.Domain.Phrases;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// The neutral words of communication checks, from the phrase library: an officer cannot add to them, so that no check
/// can say anything else.
/// </summary>
public static class CheckPhrases
{
    /// <summary>A phrase in every language, each with how binding it is.</summary>
    public static ImmutableArray<TextView> Of(string id) =>
        [
            .. PhraseLibrary.Languages.Select(language => new TextView(
                language, PhraseLibrary.Of(id).In(language), PhraseLibrary.StatusOf(language))),
        ];

    /// <summary>Words to say or write, with the code, in a language; in English where the library has none.</summary>
    public static string WithCode(string channelType, string language, string code) =>
        PhraseLibrary.Of(channelType == "voice" ? "check-telephone" : "check-e-mail")
            .In(language, CheckCode.Spaced(code));
}
