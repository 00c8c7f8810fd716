using System.Globalization;

namespace CbmExchange.Rules.Tests.Size;

/// <summary>
/// style.md S1, L4. <c>ratchet.txt</c> lists what is longer than usual though within the limit, lines that are too
/// wide, and rooms that have no README yet. The list may only shrink: what is new is written as it should be, and what
/// was mended is taken off. <c>CBM_UPDATE_RATCHET=1</c> writes it anew; a line that is added that way is answered for
/// in review.
/// </summary>
public class SizeRatchetTests
{
    private const string RatchetPath = "tests/CbmExchange.Rules.Tests/ratchet.txt";
    private const string UpdateVariable = "CBM_UPDATE_RATCHET";

    private static readonly string[] Header =
    [
        "# Methods over 40 lines, files over 300, numbers of lines wider than 120, rooms without a README.",
        "# May only shrink (style.md S1).",
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
    public void What_is_to_be_mended_is_listed_and_the_list_only_shrinks()
    {
        var found = ToBeMended();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllLines(Repository.FullPath(RatchetPath), Header.Concat(found));
        }

        var listed = File.ReadAllLines(Repository.FullPath(RatchetPath)).Where(line => !line.StartsWith('#')).ToList();

        Findings.AssertNone(found.Where(entry => !listed.Any(known => Covers(known, entry))),
            "Longer or wider than usual, or without a README, and not listed; mend it:");
        Findings.AssertNone(listed.Where(known => !found.Any(entry => Covers(known, entry))),
            $"Mended or gone; take it off {RatchetPath}:");
    }

    private static IEnumerable<CSharpFile> Sources() => CSharpFile.Under("src/").Concat(CSharpFile.Under("tests/"));

    private static List<string> ToBeMended()
    {
        var methods = Sources().SelectMany(file => file.Methods
            .Where(method => method.LineCount > SizeLimits.MethodLinesUsual)
            .Select(method => $"method {file.Path} {method.Name}"));
        var files = Sources().Where(file => file.Lines.Length > SizeLimits.FileLinesUsual)
            .Select(file => $"file {file.Path}");
        var wide = Sources().Select(file => (file.Path, Count: file.Lines.Count(IsWide))).Where(file => file.Count > 0)
            .Select(file => $"wide {file.Path} {file.Count}");
        var readmes = Rooms.RoomReadmeTests.RoomsWithoutReadme().Select(room => $"readme {room}");
        return [.. methods.Concat(files).Concat(wide).Concat(readmes).Distinct().Order(StringComparer.Ordinal)];
    }

    // Of wide lines the number is listed: fewer are welcome, more are not.
    private static bool Covers(string known, string entry)
    {
        if (!known.StartsWith("wide ", StringComparison.Ordinal))
        {
            return known == entry;
        }

        var (before, after) = (known.LastIndexOf(' '), entry.LastIndexOf(' '));
        return known[..before] == entry[..after] && Count(entry[after..]) <= Count(known[before..]);
    }

    private static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsWide(string line) => line.Length > SizeLimits.LineWidthMax
        && !line.Split(' ').Any(word => word.Length >= SizeLimits.UnbreakableWordLength);
}
