using System.Text.RegularExpressions;

namespace CbmExchange.Rules.Tests.Documents;

public partial class LinkTests
{
    [Fact]
    public void Links_inside_the_repository_lead_somewhere() =>
        Findings.AssertNone(
            from file in Repository.Files
            where file.Path.EndsWith(".md", StringComparison.Ordinal)
            from Match match in Link().Matches(file.Text)
            let target = match.Groups[1].Value
            where !Exists(Path.Combine(Repository.FullPath(file.Folder), Uri.UnescapeDataString(target)))
            select $"{file.Path}: {target}",
            "Links to files that do not exist:");

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    // [words](path), without an address of its own and without what follows a #.
    [GeneratedRegex(@"\]\((?![a-z]+:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
