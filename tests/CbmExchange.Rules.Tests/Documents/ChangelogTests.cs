namespace CbmExchange.Rules.Tests.Documents;

/// <summary>style.md G3.</summary>
public class ChangelogTests
{
    private static readonly string[] Parts = ["Protocol", "Safety", "Features", "Operations"];

    [Fact]
    public void Every_version_has_the_four_parts_in_order()
    {
        var versions = Versions();

        Assert.NotEmpty(versions);
        Findings.AssertNone(
            versions.Where(version => !version.Parts.SequenceEqual(Parts))
                .Select(version => $"{version.Title}: {string.Join(", ", version.Parts)}"),
            $"A version is told under {string.Join(", ", Parts)}:");
    }

    [Fact]
    public void The_version_being_built_stands_first()
    {
        var version = System.Xml.Linq.XDocument.Load(Repository.FullPath("Directory.Build.props"))
            .Descendants("VersionPrefix").Single().Value;

        Assert.StartsWith($"## {version} ", Versions()[0].Title + " ", StringComparison.Ordinal);
    }

    private static List<(string Title, List<string> Parts)> Versions()
    {
        var versions = new List<(string Title, List<string> Parts)>();
        foreach (var line in Repository.Find("CHANGELOG.md")!.Lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                versions.Add((line, []));
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal) && versions.Count > 0)
            {
                versions[^1].Parts.Add(line[4..]);
            }
        }

        return versions;
    }
}
