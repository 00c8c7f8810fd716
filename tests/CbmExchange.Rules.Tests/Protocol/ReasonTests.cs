using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Protocol;

/// <summary>
/// PROTOCOL.md §8: the reason of an answer is one of the codes in the rpc comments. A reason that is written into a
/// refusal stands there, or is told under another name that does (WireReasons).
/// </summary>
public partial class ReasonTests
{
    private const string Wire = "src/CbmExchange.Node/Errors/WireReasons.cs";

    // The import of an instance file alone can meet the first; the officers' desk says KEY_IN_USE for the second.
    private static readonly HashSet<string> NeverOnTheWire = ["DESIGNATOR_TAKEN", "ALREADY_ENROLLED"];

    [Fact]
    public void Every_reason_of_a_refusal_is_promised_in_the_comment_of_an_rpc()
    {
        var promised = ProtoFile.All.SelectMany(file => file.Lines)
            .Where(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Code().Matches(line)).Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);
        var renamed = Renamed().Matches(Repository.Find(Wire)!.Text)
            .Select(match => (From: match.Groups[1].Value, To: match.Groups[2].Value)).ToList();
        var given = Repository.Under("src/CbmExchange.Domain/", ".cs")
            .Concat(Repository.Under("src/CbmExchange.Node/", ".cs"))
            .SelectMany(file => Given().Matches(file.Text).Select(match => (file.Path, Reason: match.Groups[1].Value)))
            .Where(one => !NeverOnTheWire.Contains(one.Reason) && renamed.All(pair => pair.From != one.Reason))
            .ToList();

        Assert.NotEmpty(renamed);
        Assert.True(given.Count > 50, "The pattern finds too few refusals.");
        Findings.AssertNone(
            given.Concat(renamed.Select(pair => (Path: Wire, Reason: pair.To)))
                .Where(one => !promised.Contains(one.Reason))
                .Select(one => $"{one.Reason} of {one.Path}").Distinct().Order(StringComparer.Ordinal),
            "Name the reason in the comment of each rpc that answers it:");
    }

    [GeneratedRegex("\\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+\\b")]
    private static partial Regex Code();

    [GeneratedRegex("\\[\"([A-Z_]+)\"\\] = \"([A-Z_]+)\"")]
    private static partial Regex Renamed();

    [GeneratedRegex(
        "(?:\\bNo|\\bnew Refusal|\\bnew|\\bToException)\\(\\s*(?:RefusalKind\\.\\w+,\\s*|StatusCode\\.\\w+,\\s*)?"
        + "\"([A-Z]+(?:_[A-Z]+)+)\"")]
    private static partial Regex Given();
}
