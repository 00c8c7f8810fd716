using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Node.Library;

/// <summary>Chooses which rendering of a text a line shows; the whole record shows them all.</summary>
internal static class Texts
{
    /// <summary>The rendering in a language, else the first authoritative one, else the first.</summary>
    public static string Best(IReadOnlyCollection<Text> texts, string lang) =>
        texts.FirstOrDefault(text => string.Equals(text.Lang, lang, StringComparison.OrdinalIgnoreCase))?.Text_
        ?? Authoritative(texts);

    /// <summary>The first authoritative rendering, else the first; empty when there is none.</summary>
    public static string Authoritative(IReadOnlyCollection<Text> texts) =>
        (texts.FirstOrDefault(text => text.Status == "authoritative") ?? texts.FirstOrDefault())?.Text_ ?? "";
}
