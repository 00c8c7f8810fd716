using System.Text;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Web.Shared;

/// <summary>
/// A table as CSV (RFC 4180) with its footer behind it. A cell that a spreadsheet would take for a formula begins with
/// an apostrophe: the words are others', and opening a list must run nothing.
/// </summary>
internal sealed class Csv
{
    private const string FormulaStarts = "=+-@\t\r";

    // Spreadsheets read UTF-8 only with a byte order mark.
    private readonly StringBuilder text = new("\uFEFF");

    /// <summary>Adds a row.</summary>
    public Csv Row(params IEnumerable<string> cells)
    {
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        return this;
    }

    /// <summary>Adds what the list says of itself.</summary>
    public Csv Footer(ExportFooter footer)
    {
        Row();
        foreach (var line in Footers.Lines(footer))
        {
            Row(line);
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private static string Cell(string cell)
    {
        var safe = cell.Length > 0 && FormulaStarts.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
        return safe.AsSpan().ContainsAny("\",\r\n")
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}
