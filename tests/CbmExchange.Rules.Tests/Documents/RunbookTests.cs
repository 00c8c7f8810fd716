using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Documents;

/// <summary>
/// An alarm names its page as <c>runbooks/name-of-the-alarm</c>, in code and in messages. The page exists, is short
/// enough for 03:00, and is listed.
/// </summary>
public partial class RunbookTests
{
    private const string Folder = "ops/runbooks/";
    private const int PageLinesMax = 60;

    private static readonly string[] Parts = ["What it means", "Do now", "Do not", "Afterwards"];

    [Fact]
    public void Every_runbook_that_is_named_has_a_page() =>
        Findings.AssertNone(
            from file in Repository.Under("src/").Concat(Repository.Under("ops/")).Concat(Repository.Under("tests/"))
            where !file.IsBinary && !file.Path.StartsWith("tests/CbmExchange.Rules.Tests/", StringComparison.Ordinal)
            from Match match in Named().Matches(file.Text)
            where Repository.Find($"{Folder}{match.Groups[1].Value}.md") is null
            select $"{file.Path}: {match.Value}",
            "Alarms without a page:");

    [Fact]
    public void Every_page_is_listed() =>
        Findings.AssertNone(
            Pages().Where(page => !Repository.Find(Folder + "README.md")!.Text
                .Contains($"]({page.Name})", StringComparison.Ordinal)).Select(page => page.Path),
            "Pages that ops/runbooks/README.md does not list:");

    [Fact]
    public void Every_page_has_the_same_parts_and_is_short()
    {
        Findings.AssertNone(
            from page in Pages()
            from part in Parts
            where !page.Lines.Contains("## " + part)
            select $"{page.Path}: ## {part}",
            "Parts that are missing:");
        Findings.AssertNone(
            Pages().Where(page => page.Lines.Length > PageLinesMax).Select(page => page.Path),
            $"A page has at most {PageLinesMax} lines:");
    }

    private static IEnumerable<SourceFile> Pages() =>
        Repository.Under(Folder, ".md").Where(file => file.Name != "README.md");

    [GeneratedRegex(@"(?<!\w)runbooks/([a-z0-9]+(?:-[a-z0-9]+)+)")]
    private static partial Regex Named();
}
