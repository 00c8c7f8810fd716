using System.Text.Json;
using System.Text.RegularExpressions;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>
/// Hints at words that another State may read as a verdict (domain.md §3.6, §4.10). Never a fault: what a State says is
/// its own.
/// </summary>
internal static partial class ToneText
{
    /// <summary>One sentence for each text.</summary>
    public static IEnumerable<string> Hints(JsonElement content) =>
        from found in AllTexts.Of(content)
        let word = Judging().Match(found.Text)
        where word.Success
        select $"{found.Path} says \"{word.Value}\", which may read as a verdict. Say what was seen.";

    [GeneratedRegex(
        @"\b(attackers?|perpetrators?|violators?|aggressors?|culprits?|hostile|rogue|guilty|non-compliant)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Judging();
}
