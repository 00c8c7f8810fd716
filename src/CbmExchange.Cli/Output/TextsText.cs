using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>Texts in several languages: which one is shown first, and what is said about it.</summary>
internal static class TextsText
{
    /// <summary>
    /// One line: every authoritative rendering, for where there are several none comes first; with the English one, if
    /// none of them is English, and its standing. Without an authoritative rendering the first one, with its standing.
    /// </summary>
    public static string Short(IEnumerable<Text> texts)
    {
        var all = texts.ToList();
        var standing = all.Where(text => text.Status == "authoritative").ToList();
        var english = all.Find(text => text.Lang == "en");
        return standing.Count == 0 ? Marked(english ?? all.FirstOrDefault())
            : english is null || standing.Contains(english) ? string.Join(" / ", standing.Select(text => text.Text_))
            : $"{string.Join(" / ", standing.Select(text => text.Text_))} [{Marked(english)}]";
    }

    private static string Marked(Text? text) => text is null ? "" : $"{text.Text_} ({text.Lang}, {text.Status})";

    /// <summary>Every rendering with its language and standing.</summary>
    public static IEnumerable<string> All(Screen screen, IEnumerable<Text> texts) =>
        texts.Select(text => $"{text.Lang} ({screen.Code("Text.status", text.Status)})  {text.Text_}");
}
