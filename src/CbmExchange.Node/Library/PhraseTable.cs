using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Phrases;

namespace CbmExchange.Node.Library;

/// <summary>The phrase library as officers read it.</summary>
internal static class PhraseTable
{
    /// <summary>The phrase of an id, all for none; null when no phrase has it.</summary>
    public static ListPhrasesResponse? Phrases(string id)
    {
        var response = new ListPhrasesResponse { Version = PhraseLibrary.Version };
        response.Phrases.AddRange(
            PhraseLibrary.All.Where(phrase => id.Length == 0 || phrase.Id == id).Select(InfoOf));
        return response.Phrases.Count > 0 ? response : null;
    }

    private static PhraseInfo InfoOf(Phrase phrase)
    {
        var info = new PhraseInfo { Id = phrase.Id, Use = phrase.Use, Source = phrase.Source };
        info.Texts.AddRange(PhraseLibrary.Languages.Select(language => TextOf(phrase, language)));
        return info;
    }

    private static Text TextOf(Phrase phrase, string language) =>
        new() { Lang = language, Text_ = phrase.In(language), Status = PhraseLibrary.StatusOf(language) };
}
