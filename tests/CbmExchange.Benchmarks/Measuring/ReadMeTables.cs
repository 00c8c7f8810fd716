using System.Text;
using System.Text.Json;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>Writes what was measured last into the two README files, between their markers.</summary>
internal static class ReadMeTables
{
    private const string Begin = "<!-- figures: written by ops/bench.sh --table -->";
    private const string End = "<!-- end of figures -->";

    private static readonly string[] Files =
    [
        "append", "append.follow", "publish", "catchup", "live", "lookup", "rebuild", "start", "proof", "peers",
    ];

    /// <summary>Both tables; from the folder of figures below the current folder, the root of the repository.</summary>
    public static void Write(string folder)
    {
        var figures = Files.Select(name => Path.Combine(folder, name + ".json")).Where(File.Exists)
            .SelectMany(Read).ToList();
        Replace("README.md", Short(figures));
        Replace(Path.Combine("tests", "CbmExchange.Benchmarks", "README.md"), Long(figures));
        Console.WriteLine($"{figures.Count} figures written into the two README.md.");
    }

    private static string Short(IEnumerable<Figure> figures)
    {
        var table = new StringBuilder("| what | measured | beside its limit | must |\n| --- | --- | --- | --- |\n");
        foreach (var figure in figures)
        {
            if (Must.ByKey.TryGetValue(figure.Key, out var must) && must.IsShort)
            {
                Row(table, must.What, $"{Number(figure.Value)} {figure.Unit}", Ratio(figure), Said(must, figure));
            }
        }

        return table.ToString();
    }

    private static string Long(IEnumerable<Figure> figures)
    {
        var table = new StringBuilder("| figure | value | unit | limit | ratio | must | how |\n")
            .Append("| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var figure in figures)
        {
            var must = Must.ByKey.TryGetValue(figure.Key, out var known) ? Said(known, figure) : "";
            Row(
                table, $"`{figure.Key}`", Number(figure.Value), figure.Unit, Number(figure.Limit), Number(figure.Ratio),
                must, figure.Note);
        }

        return table.ToString();
    }

    private static void Row(StringBuilder table, params string[] cells) =>
        table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Number(double? value) => FigureTable.Number(value);

    private static string Ratio(Figure figure) => figure.Ratio is { } ratio ? $"{Number(ratio)} ×" : "";

    private static string Said(Must must, Figure figure) => must.IsMet(figure) ? must.Text : $"{must.Text}: **missed**";

    private static List<Figure> Read(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        return file.RootElement.GetProperty("figures").Deserialize<List<Figure>>() ?? [];
    }

    private static void Replace(string path, string table)
    {
        var text = File.ReadAllText(path);
        var (from, to) = (
            text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{path} lacks the markers \"{Begin}\" and \"{End}\".");
        }

        File.WriteAllText(path, $"{text[..(from + Begin.Length)]}\n{table}{text[to..]}");
    }
}
