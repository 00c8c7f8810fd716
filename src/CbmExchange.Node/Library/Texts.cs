using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Node.Library;

/// <summary>Chooses which rendering of a text a line shows; the whole record shows them all.</summary>
internal static class Texts
{
    /// <summary>
    /// The rendering in a language if it is authoritative; else every authoritative one, for none comes first, and the
    /// one in the language with its standing.
    /// </summary>
    public static string Best(IReadOnlyCollection<Text> texts, string lang)
    {
        var standing = texts.Where(text => text.Status == "authoritative").ToList();
        var wanted = texts.FirstOrDefault(text => string.Equals(text.Lang, lang, StringComparison.OrdinalIgnoreCase));
        return standing.Count == 0 ? Marked(wanted ?? texts.FirstOrDefault())
            : wanted is null ? string.Join(" / ", standing.Select(text => text.Text_))
            : standing.Contains(wanted) ? string.Join(" / ", standing.Select(text => text.Text_))
            : $"{string.Join(" / ", standing.Select(text => text.Text_))} [{Marked(wanted)}]";
    }

    private static string Marked(Text? text) => text is null ? "" : $"{text.Text_} ({text.Lang}, {text.Status})";

    /// <summary>The first authoritative rendering, else the first; empty when there is none.</summary>
    public static string Authoritative(IReadOnlyCollection<Text> texts) =>
        (texts.FirstOrDefault(text => text.Status == "authoritative") ?? texts.FirstOrDefault())?.Text_ ?? "";
}
