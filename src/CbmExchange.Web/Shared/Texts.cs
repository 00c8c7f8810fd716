using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.Language;

namespace CbmExchange.Web.Shared;

/// <summary>Multilingual text of a record.</summary>
public static class Texts
{
    /// <summary>In the reader's language where it is there, else English, else the first.</summary>
    public static Text? Best(IEnumerable<Text> texts)
    {
        var all = texts as IReadOnlyCollection<Text> ?? [.. texts];
        return all.FirstOrDefault(text => text.Lang.Split('-')[0] == Languages.Current)
            ?? all.FirstOrDefault(text => text.Lang.Split('-')[0] == "en") ?? all.FirstOrDefault();
    }

    /// <summary>Direction of a language, for the <c>dir</c> of what is written in it.</summary>
    public static string DirectionOf(string lang) =>
        lang.Split('-')[0] is "ar" or "fa" or "he" or "ur" or "ps" or "dv" ? "rtl" : "ltr";
}
