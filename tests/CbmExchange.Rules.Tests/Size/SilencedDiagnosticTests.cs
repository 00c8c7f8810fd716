namespace CbmExchange.Rules.Tests.Size;

public class SilencedDiagnosticTests
{
    [Fact]
    public void Whoever_silences_a_diagnostic_says_why() =>
        Findings.AssertNone(
            from file in CSharpFile.Under("src/")
            from number in file.SilencingLines
            where !SaysWhy(file.Lines, number)
            select $"{file.Path}:{number}",
            "A disabled warning has a comment on its line or on the line above:");

    private static bool SaysWhy(string[] lines, int number) =>
        lines[number - 1].Contains("//", StringComparison.Ordinal)
        || (number > 1 && lines[number - 2].TrimStart().StartsWith("//", StringComparison.Ordinal));
}
