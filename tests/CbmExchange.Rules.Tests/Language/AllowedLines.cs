namespace CbmExchange.Rules.Tests.Language;

/// <summary>
/// Lines that name a word in order to ban it. <c>neutral-language-allowed.txt</c> holds one per line:
/// path, one space, part of the line. An entry that matches nothing fails, so that the list stays true.
/// </summary>
internal sealed class AllowedLines
{
    private readonly List<(string Path, string Part)> entries;
    private readonly HashSet<(string Path, string Part)> used = [];

    private AllowedLines(IEnumerable<string> lines) => entries =
        [.. lines.Where(line => line.Length > 0 && !line.StartsWith('#')).Select(Parse)];

    /// <summary>Entries that allowed nothing so far.</summary>
    public IEnumerable<string> Unused => entries.Where(entry => !used.Contains(entry))
        .Select(entry => $"{entry.Path} {entry.Part}");

    /// <summary>Reads the committed list.</summary>
    public static AllowedLines Read() => new(File.ReadAllLines(
        Repository.FullPath("tests/CbmExchange.Rules.Tests/Language/neutral-language-allowed.txt")));

    /// <summary>True when the list has this line.</summary>
    public bool Allow(string path, string line)
    {
        var matches = entries.Where(entry => entry.Path == path && line.Contains(entry.Part, StringComparison.Ordinal));
        var any = false;
        foreach (var match in matches)
        {
            used.Add(match);
            any = true;
        }

        return any;
    }

    private static (string Path, string Part) Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return (line[..space], line[(space + 1)..]);
    }
}
