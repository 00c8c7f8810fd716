using System.Text;

namespace CbmExchange.Rules.Tests.Coverage;

/// <summary>
/// Journeys (domain.md §5), cases that real systems meet (§4.21) and worked examples (§4.26) → tests that live them.
/// A test says so: <c>[Trait("Journey", "J11")]</c>, <c>[Trait("Edge", "20")]</c>,
/// <c>[Trait("Example", "contact")]</c>.
/// CBM_UPDATE_COVERAGE=1 writes tests/CASES.md and the list of what no test lives yet, which only shrinks.
/// </summary>
public class CaseCoverageTests
{
    private const string Folder = "tests/CbmExchange.Rules.Tests/Coverage/";
    private const string Page = "tests/CASES.md";

    private static readonly string[] Kinds = ["Journey", "Edge", "Example"];

    private static readonly IReadOnlyList<(string Trait, string Key, string What)> Rows =
    [
        .. Repository.Find(Folder + "cases.csv")!.Lines.Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Split(';', 3))
            .Select(parts => (parts[0], parts[1], parts[2])),
    ];

    private static readonly ILookup<(string Trait, string Key), string> Tests = TestTraits.All
        .Where(one => Kinds.Contains(one.Trait))
        .ToLookup(one => (one.Trait, one.Key), one => one.Test);

    private static readonly IReadOnlySet<string> NotLived = Repository.Find(Folder + "cases-not-yet.txt")!.Lines
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void Every_journey_and_case_has_a_test_or_is_listed_as_not_lived_yet()
    {
        Findings.AssertNone(
            Rows.Where(row => !Tests.Contains((row.Trait, row.Key)) && !NotLived.Contains($"{row.Trait} {row.Key}"))
                .Select(row => $"{row.Trait} {row.Key}: {row.What}"),
            "No test lives these (mark one with [Trait(\"Journey\" or \"Edge\" or \"Example\", \"…\")]):");
        Findings.AssertNone(
            Tests.Select(group => group.Key).Except(Rows.Select(row => (row.Trait, row.Key)))
                .Select(key => $"{key.Trait} {key.Key}"),
            "There are no such cases:");
    }

    [Fact]
    public void The_list_of_what_no_test_lives_yet_only_shrinks()
    {
        var wrong = NotLived
            .Where(line => Rows.All(row => $"{row.Trait} {row.Key}" != line)
                || Rows.Any(row => $"{row.Trait} {row.Key}" == line && Tests.Contains((row.Trait, row.Key))))
            .ToList();
        if (CoverageTests.IsUpdate)
        {
            CoverageTests.KeepLines(Folder + "cases-not-yet.txt", line => !wrong.Contains(line));
            return;
        }

        Findings.AssertNone(wrong, "Lived by a test now; CBM_UPDATE_COVERAGE=1 takes them out:");
    }

    [Fact]
    public void The_page_shows_which_test_lives_which_case()
    {
        var path = Repository.FullPath(Page);
        if (CoverageTests.IsUpdate)
        {
            File.WriteAllText(path, Text());
            return;
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == Text(),
            $"{Page} shows other tests than there are; CBM_UPDATE_COVERAGE=1 writes it.");
    }

    private static string Text()
    {
        var text = new StringBuilder(
            "# Which test lives which journey and case\n\n"
            + "Written by CBM_UPDATE_COVERAGE=1, tests/CbmExchange.Rules.Tests. "
            + "`dotnet test --filter Journey=J11` or `Edge=20` runs one.\n");
        foreach (var kind in Kinds)
        {
            text.Append($"\n| {kind} | what | tests |\n| --- | --- | --- |\n");
            foreach (var (_, key, what) in Rows.Where(row => row.Trait == kind))
            {
                var tests = Tests[(kind, key)].Order(StringComparer.Ordinal).Select(test => $"`{test}`").ToList();
                text.Append($"| {key} | {what} | {(tests.Count > 0 ? string.Join(", ", tests) : "**not yet**")} |\n");
            }
        }

        return text.ToString();
    }
}
