using System.CommandLine;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Output;

/// <summary>
/// A table as CSV (RFC 4180) with its footer behind it. A cell that a spreadsheet would take for a formula begins with
/// an apostrophe: the words are others', and opening a list must run nothing.
/// </summary>
internal static class CsvText
{
    public static Option<bool> Option() => new("--csv")
    {
        Description = "Print CSV, with what it is and is not below.",
    };

    public static void Write(Screen screen, TextTable table, ExportFooter? footer)
    {
        foreach (var row in table.Cells)
        {
            screen.Line(string.Join(',', row.Select(Cell)));
        }

        screen.Line();
        foreach (var line in FooterText.Lines(footer))
        {
            screen.Line(Cell(line));
        }
    }

    private static string Cell(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().ContainsAny('"', ',', '\n')
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}
