using System.Globalization;
using Spectre.Console;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>Prints figures as a table.</summary>
internal static class FigureTable
{
    private const int Width = 160;

    /// <summary>To standard output.</summary>
    public static void Print(IReadOnlyList<Figure> figures)
    {
        var table = new Table().AddColumns("figure", "value", "unit", "limit", "ratio", "note");
        foreach (var figure in figures)
        {
            table.AddRow(
                Markup.Escape(figure.Key), Number(figure.Value), Markup.Escape(figure.Unit), Number(figure.Limit),
                Number(figure.Ratio), Markup.Escape(figure.Note));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No });
        console.Profile.Width = Width;
        console.Write(table);
    }

    /// <summary>A number with as many digits as say something.</summary>
    public static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 1 => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
