using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>Texts in several languages: which one is shown first, and what is said about it.</summary>
internal static class TextsText
{
    /// <summary>The best rendering for one line: authoritative English, else authoritative, else the first.</summary>
    public static string Short(IEnumerable<Text> texts)
    {
        var all = texts.ToList();
        var best = all.Find(text => text.Lang == "en") ?? all.Find(text => text.Status == "authoritative")
            ?? all.FirstOrDefault();
        return best?.Text_ ?? "";
    }

    /// <summary>Every rendering with its language and standing.</summary>
    public static IEnumerable<string> All(IEnumerable<Text> texts) =>
        texts.Select(text => $"{text.Lang} ({text.Status})  {text.Text_}");
}
