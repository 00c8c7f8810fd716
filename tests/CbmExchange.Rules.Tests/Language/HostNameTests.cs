namespace CbmExchange.Rules.Tests.Language;

/// <summary>
/// A file that names a package registry ties the build to one place. Names come from the client's own settings.
/// </summary>
public class HostNameTests
{
    // Written in halves, so that this file passes its own test.
    private static readonly string[] RegistryHosts =
    [
        "nuget" + ".org", "npm" + "js.", "yarn" + "pkg.", "debian" + ".org", "ubuntu" + ".com", "pypi" + ".org",
        "python" + "hosted.", "crates" + ".io", "docker" + ".io", "ghcr" + ".io", "mcr.micro" + "soft.com",
        "maven" + ".org", "proxy.go" + "lang.org", "buf" + ".build/",
    ];

    // Halves again: a bare reminder belongs into an issue or a decision (style.md C5).
    private static readonly string[] Reminders = ["TO" + "DO", "FIX" + "ME"];

    [Fact]
    public void No_file_names_a_package_registry() =>
        Findings.AssertNone(Lines((_, text) => RegistryHosts.FirstOrDefault(host =>
            text.Contains(host, StringComparison.OrdinalIgnoreCase))), "Registry host names:");

    [Fact]
    public void No_file_holds_a_bare_reminder() =>
        Findings.AssertNone(Lines((file, text) => IsData(file)
            ? null
            : Reminders.FirstOrDefault(word => HasWord(text, word))), "Bare reminders; write a decision or an issue:");

    private static IEnumerable<string> Lines(Func<SourceFile, string, string?> find) =>
        from file in Repository.Files
        where !file.IsBinary
        from line in file.Lines.Select((text, index) => (Text: text, Number: index + 1))
        let found = find(file, line.Text)
        where found is not null
        select $"{file.Path}:{line.Number}: {found}";

    private static bool HasWord(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]));
    }

    // Titles in data and hashes in lock files are not our words.
    private static bool IsData(SourceFile file) =>
        file.Path.EndsWith(".csv", StringComparison.Ordinal) || file.Name == "package-lock.json";
}
