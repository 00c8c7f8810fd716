using System.Text;

namespace CbmExchange.Rules.Tests.Coverage;

/// <summary>
/// Measure → what would prove it → the test that does (domain.md §2.13). A test says so itself, with
/// <c>[Trait("Proves", "26a")]</c>, so that <c>dotnet test --filter Proves=26a</c> runs the proofs of one measure.
/// README shows the table; CBM_UPDATE_COVERAGE=1 writes it.
/// </summary>
public class CoverageTests
{
    internal static readonly bool IsUpdate = Environment.GetEnvironmentVariable("CBM_UPDATE_COVERAGE") == "1";

    private const string Folder = "tests/CbmExchange.Rules.Tests/Coverage/";
    private const string Begin = "<!-- coverage: written by CBM_UPDATE_COVERAGE=1, tests/CbmExchange.Rules.Tests -->";
    private const string End = "<!-- end of coverage -->";

    private static readonly IReadOnlyList<(string Key, string Measure, string Proof)> Rows =
    [
        .. Repository.Find(Folder + "proofs.csv")!.Lines.Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Split(';', 3))
            .Select(parts => (parts[0], parts[1], parts[2])),
    ];

    private static readonly ILookup<string, string> Tests =
        TestTraits.All.Where(one => one.Trait == "Proves")
        .ToLookup(pair => pair.Key, pair => pair.Test);

    private static readonly IReadOnlySet<string> Unproven =
        Repository.Find(Folder + "unproven.txt")!.Lines
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Every_measure_is_proven_by_a_test_or_listed_as_not_proven_yet()
    {
        Findings.AssertNone(
            Rows.Select(row => row.Key).Where(key => !Tests.Contains(key) && !Unproven.Contains(key)),
            "Measures that no test proves (mark one with [Trait(\"Proves\", \"…\")]):");
        var wrong = Unproven.Where(key => Tests.Contains(key) || Rows.All(row => row.Key != key)).ToList();
        if (IsUpdate)
        {
            KeepLines(Folder + "unproven.txt", line => !wrong.Contains(line));
            wrong.Clear();
        }

        Findings.AssertNone(wrong, "Not to be listed as unproven (any more):");
        Findings.AssertNone(
            Tests.Select(group => group.Key).Except(Rows.Select(row => row.Key)), "Proofs of no measure:");
    }

    [Fact]
    public void The_readme_shows_what_is_proven()
    {
        var path = Repository.FullPath("README.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from > 0 && to > from, "README.md has no place for the table of coverage.");
        var right = text[..(from + Begin.Length)] + "\n" + Table() + text[to..];
        if (IsUpdate)
        {
            File.WriteAllText(path, right);
            return;
        }

        Assert.True(
            text == right, "README.md shows another coverage than the tests have; CBM_UPDATE_COVERAGE=1 writes it.");
    }

    /// <summary>Takes lines out of a list that only shrinks.</summary>
    internal static void KeepLines(string file, Func<string, bool> isKept) => File.WriteAllText(
        Repository.FullPath(file),
        string.Join('\n', Repository.Find(file)!.Lines.Where(isKept)).TrimEnd('\n') + "\n");

    private static string Table()
    {
        var table = new StringBuilder("| measure | what proves it | test |\n| --- | --- | --- |\n");
        foreach (var (key, measure, proof) in Rows)
        {
            var tests = Tests[key].Order(StringComparer.Ordinal).Select(test => $"`{test}`").ToList();
            table.Append($"| {measure} | {proof} | {(tests.Count > 0 ? string.Join(", ", tests) : "**not yet**")} |\n");
        }

        return table.ToString();
    }
}
