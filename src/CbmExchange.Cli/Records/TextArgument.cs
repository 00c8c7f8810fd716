using System.Text.RegularExpressions;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Records;

/// <summary>Reads <c>LANG:TEXT</c>; without a language it is the one of --lang.</summary>
internal static partial class TextArgument
{
    /// <summary>
    /// The first text of each language list that is authoritative is so; the others are translations.
    /// </summary>
    public static IEnumerable<Text> Read(IEnumerable<string>? given, IReadOnlyList<string> authoritative)
    {
        foreach (var text in given ?? [])
        {
            var (lang, words) = Split(text, authoritative[0]);
            yield return new Text
            {
                Lang = lang,
                Text_ = words,
                Status = authoritative.Contains(lang) ? "authoritative" : "unofficial",
            };
        }
    }

    public static (string Lang, string Words) Split(string given, string lang)
    {
        var match = Tagged().Match(given);
        return match.Success ? (match.Groups[1].Value, match.Groups[2].Value) : (lang, given);
    }

    // A BCP 47 tag and a colon; a URL or a sentence with a colon has a space or slash behind it or is no tag.
    [GeneratedRegex("^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*):(?!//)(.*)$", RegexOptions.Singleline)]
    private static partial Regex Tagged();
}
