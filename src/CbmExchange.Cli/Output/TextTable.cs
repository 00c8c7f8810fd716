using System.Globalization;
using System.Text;

namespace CbmExchange.Cli.Output;

/// <summary>Columns that line up, two spaces apart, nothing cut off.</summary>
internal sealed class TextTable(params string[] heads)
{
    private readonly List<string[]> rows = [];

    public TextTable Row(params string[] cells)
    {
        rows.Add([.. cells.Select(cell => cell.ReplaceLineEndings(" "))]);
        return this;
    }

    /// <summary>Heading first, as they were given.</summary>
    public IEnumerable<IReadOnlyList<string>> Cells => rows.Prepend(heads);

    /// <summary>Heading first; empty when there is no row.</summary>
    public IReadOnlyList<string> Lines()
    {
        if (rows.Count == 0)
        {
            return [];
        }

        List<string[]> all = [heads, .. rows];
        var widths = Enumerable.Range(0, heads.Length).Select(at => all.Max(row => Width(row[at]))).ToArray();
        return [.. all.Select(row => Line(row, widths))];
    }

    private static string Line(string[] row, int[] widths)
    {
        var line = new StringBuilder();
        for (var at = 0; at < row.Length; at++)
        {
            line.Append(row[at]);
            line.Append(' ', widths[at] - Width(row[at]) + 2);
        }

        return line.ToString().TrimEnd();
    }

    // What a reader sees as one letter counts as one; wide East Asian letters count as two.
    private static int Width(string text)
    {
        var width = 0;
        foreach (var rune in StringInfo.ParseCombiningCharacters(text).Select(at => Rune.GetRuneAt(text, at)))
        {
            width += IsWide(rune) ? 2 : 1;
        }

        return width;
    }

    // East Asian Wide blocks, as far as names of States and offices need them (Unicode UAX 11).
    private static bool IsWide(Rune rune) =>
        rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE4F or >= 0xFF00 and <= 0xFF60;
}
