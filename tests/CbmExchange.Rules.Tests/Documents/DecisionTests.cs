using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Documents;

/// <summary>style.md G1: a decision is one page with the same five parts, and its number is its own.</summary>
public partial class DecisionTests
{
    // One page.
    private const int DecisionLinesMax = 120;

    private static readonly string[] Parts = ["Status", "Context", "Options", "Outcome", "Consequences"];

    [Fact]
    public void Decisions_are_numbered_once_and_without_gaps()
    {
        var numbers = Decisions().Select(file => FileName().Match(file.Name).Groups[1].Value).Order().ToList();

        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => number.ToString("0000")), numbers);
    }

    [Fact]
    public void A_decision_is_named_and_titled_by_its_number() =>
        Findings.AssertNone(
            from file in Decisions()
            let match = FileName().Match(file.Name)
            where !match.Success || !file.Lines[0].StartsWith($"# {match.Groups[1].Value}. ", StringComparison.Ordinal)
            select file.Path,
            "NNNN-title-with-dashes.md begins with `# NNNN. Title`:");

    [Fact]
    public void A_decision_has_its_five_parts() =>
        Findings.AssertNone(
            from file in Decisions()
            from part in Parts
            where !file.Lines.Contains("## " + part)
            select $"{file.Path}: ## {part}",
            "Parts that are missing:");

    [Fact]
    public void A_decision_is_one_page() =>
        Findings.AssertNone(
            Decisions().Where(file => file.Lines.Length > DecisionLinesMax).Select(file => file.Path),
            $"A decision has at most {DecisionLinesMax} lines:");

    private static IEnumerable<SourceFile> Decisions() => Repository.Under("src/decisions/", ".md");

    [GeneratedRegex("^([0-9]{4})-[a-z0-9]+(-[a-z0-9]+)*\\.md$")]
    private static partial Regex FileName();
}
