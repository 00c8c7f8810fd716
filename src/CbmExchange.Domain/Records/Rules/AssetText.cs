using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>
/// Keeps places and addresses of assets out of what a State says about critical infrastructure: a list of assets is a
/// list of targets (A/68/98 §26(e); domain.md §2.6). What is surely one is a fault; what only looks like one is a hint,
/// since an article "4.1.2.3" or an amount "12.345" must stay possible.
/// </summary>
internal static partial class AssetText
{
    private const string Coordinates = "Reads like coordinates. Name categories, not places; take it out.";
    private const string Addresses = "Reads like network addresses. Name categories, not systems; take it out.";

    private const string Facilities =
        @"(plant|station|substation|dam|airport|refinery|terminal|pipeline|data\s+cent(re|er))";

    // Four parts of a dotted number that all stay below this are more likely an article than an address.
    private const int ArticlePartMax = 32;

    /// <summary>What must not leave, with the path of the text.</summary>
    public static IEnumerable<(string Path, string Sentence)> Faults(JsonElement content)
    {
        foreach (var (path, text) in AllTexts.Of(content))
        {
            var folded = AllTexts.Folded(text);
            if (IsPlace(folded))
            {
                yield return (path, Coordinates);
            }

            if (
                Wildcard().IsMatch(folded)
                || Dotted().Matches(folded).Any(IsSurelyAddress)
                || Colons().Matches(folded).Any(IsAddress6)
            )
            {
                yield return (path, Addresses);
            }
        }
    }

    /// <summary>What the author should look at once more; one sentence for each text.</summary>
    public static IEnumerable<string> Hints(JsonElement content) =>
        AllTexts
            .Of(content)
            .Select(found => (found.Path, Text: AllTexts.Folded(found.Text)))
            .Where(found =>
                Facility().IsMatch(found.Text)
                || NetworkNumber().IsMatch(found.Text)
                || RoughPair().Matches(found.Text).Any(IsPair)
                || Dotted().Matches(found.Text).Any(match => IsAddress4(match) && !IsSurelyAddress(match))
            )
            .Select(found => $"{found.Path} may name a facility, place or system; this record holds categories only.");

    private static bool IsPlace(string text) =>
        FinePair().Matches(text).Any(IsPair)
        || Degrees().IsMatch(text)
        || HemisphereFirst().IsMatch(text)
        || HemisphereLast().IsMatch(text)
        || GeoAddress().IsMatch(text);

    private static bool IsPair(Match match) =>
        Number(match.Groups["lat"]) is >= -90 and <= 90 && Number(match.Groups["lon"]) is >= -180 and <= 180;

    private static double Number(Group group) =>
        double.Parse(
            group.Value.Replace(',', '.').Replace('\u2212', '-'),
            NumberStyles.Float,
            CultureInfo.InvariantCulture
        );

    private static bool IsAddress4(Match match) =>
        match.Groups["part"].Captures.All(part => int.Parse(part.Value, CultureInfo.InvariantCulture) <= 255);

    private static bool IsSurelyAddress(Match match) =>
        IsAddress4(match)
        && (
            match.Groups["range"].Success
            || match
                .Groups["part"]
                .Captures.Any(part => int.Parse(part.Value, CultureInfo.InvariantCulture) > ArticlePartMax)
        );

    private static bool IsAddress6(Match match) =>
        IPAddress.TryParse(match.Groups["address"].Value, out _);

    // Four decimals are about ten metres.
    [GeneratedRegex(
        @"(?<![\d.,])(?<lat>[-+\u2212]?\d{1,2}[.,]\d{4,})\s*[,;/|\s]\s*(?<lon>[-+\u2212]?\d{1,3}[.,]\d{4,})(?![\d])"
    )]
    private static partial Regex FinePair();

    [GeneratedRegex(
        @"(?<![\d.,])(?<lat>[-+\u2212]?\d{1,2}[.,]\d{3})\s*[,;/|\s]\s*(?<lon>[-+\u2212]?\d{1,3}[.,]\d{3})(?![\d])"
    )]
    private static partial Regex RoughPair();

    [GeneratedRegex(
        @"\d{1,3}([.,]\d+)?\s*[\u00b0\u00ba]\s*(\d{1,2}([.,]\d+)?\s*['\u2032\u2019].{0,12}?|\s*)[NSEWOnsewo]\b"
    )]
    private static partial Regex Degrees();

    [GeneratedRegex(@"\b[NS]\s*\d{1,2}[.,]\d+\s*[,;/]?\s*[EW]\s*\d{1,3}[.,]\d+")]
    private static partial Regex HemisphereFirst();

    [GeneratedRegex(@"\b\d{1,2}[.,]\d+\s*[NS]\b\s*[,;/]?\s*\d{1,3}[.,]\d+\s*[EW]\b")]
    private static partial Regex HemisphereLast();

    // RFC 5870.
    [GeneratedRegex(@"\bgeo:\s*-?\d", RegexOptions.IgnoreCase)]
    private static partial Regex GeoAddress();

    [GeneratedRegex(
        @"(?<![\w.])(?<part>\d{1,3})(\.(?<part>\d{1,3})){3}"
            + @"(?<range>\s*/\s*\d{1,2}\b|\s*[-\u2013]\s*\d{1,3}\.\d)?(?!\w|\.\d)"
    )]
    private static partial Regex Dotted();

    [GeneratedRegex(@"(?<![\w.])\d{1,3}(\.\d{1,3}){1,2}\.[*x]")]
    private static partial Regex Wildcard();

    [GeneratedRegex(@"(?<![\w:])(?<address>[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(/\d{1,3})?")]
    private static partial Regex Colons();

    [GeneratedRegex(@"\bASN?\s?\d{3,10}\b")]
    private static partial Regex NetworkNumber();

    [GeneratedRegex(
        @"\p{Lu}\p{L}+\s+(power\s+)?"
            + Facilities
            + @"\b|\b"
            + Facilities
            + @"\s+(of\s+)?\p{Lu}\p{L}+"
    )]
    private static partial Regex Facility();
}
