namespace CbmExchange.Rules.Tests.Size;

/// <summary>
/// style.md S1. <c>ratchet.txt</c> lists what is longer than usual though within the limit. The list may only shrink:
/// what is new is written short, and what was shortened is taken off. <c>CBM_UPDATE_RATCHET=1</c> writes it anew; a
/// line that is added that way is answered for in review.
/// </summary>
public class SizeRatchetTests
{
    private const string RatchetPath = "tests/CbmExchange.Rules.Tests/ratchet.txt";
    private const string UpdateVariable = "CBM_UPDATE_RATCHET";

    private static readonly string[] Header =
    [
        "# Methods over 40 lines, files over 300, numbers of lines wider than 120. May only shrink (style.md S1).",
        "# CBM_UPDATE_RATCHET=1 dotnet test tests/CbmExchange.Rules.Tests writes it anew.",
    ];

    [Fact]
    public void No_method_is_over_the_limit() =>
        Findings.AssertNone(
            from file in Sources()
            from method in file.Methods
            where method.LineCount > SizeLimits.MethodLinesMax
            select $"{file.Path} {method.Name}: {method.LineCount} lines",
            $"Methods have at most {SizeLimits.MethodLinesMax} lines:");

    [Fact]
    public void No_file_is_over_the_limit() =>
        Findings.AssertNone(
            from file in Sources()
            where file.Lines.Length > SizeLimits.FileLinesMax
            select $"{file.Path}: {file.Lines.Length} lines",
            $"Files have at most {SizeLimits.FileLinesMax} lines:");

    [Fact]
    public void What_is_longer_than_usual_is_listed_and_the_list_only_shrinks()
    {
        var found = LongerThanUsual();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllLines(Repository.FullPath(RatchetPath), Header.Concat(found));
        }

        var listed = File.ReadAllLines(Repository.FullPath(RatchetPath)).Where(line => !line.StartsWith('#')).ToList();

        Findings.AssertNone(found.Except(listed), "Longer or wider than usual and not listed; make it shorter:");
        Findings.AssertNone(listed.Except(found), $"Shorter now or gone; take it off {RatchetPath}:");
    }

    private static IEnumerable<CSharpFile> Sources() => CSharpFile.Under("src/").Concat(CSharpFile.Under("tests/"));

    private static List<string> LongerThanUsual()
    {
        var methods = Sources().SelectMany(file => file.Methods
            .Where(method => method.LineCount > SizeLimits.MethodLinesUsual)
            .Select(method => $"method {file.Path} {method.Name}"));
        var files = Sources().Where(file => file.Lines.Length > SizeLimits.FileLinesUsual)
            .Select(file => $"file {file.Path}");
        var wide = Sources().Select(file => (file.Path, Count: file.Lines.Count(IsWide))).Where(file => file.Count > 0)
            .Select(file => $"wide {file.Path} {file.Count}");
        return [.. methods.Concat(files).Concat(wide).Distinct().Order(StringComparer.Ordinal)];
    }

    private static bool IsWide(string line) => line.Length > SizeLimits.LineWidthMax
        && !line.Split(' ').Any(word => word.Length >= SizeLimits.UnbreakableWordLength);
}
