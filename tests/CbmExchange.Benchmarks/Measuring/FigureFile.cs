using System.Text.Json;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>The figures of one benchmark as a file, for comparison with later runs.</summary>
internal static class FigureFile
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>Writes <c>{ "figures": [ … ] }</c>.</summary>
    public static void Write(string folder, string name, IReadOnlyList<Figure> figures)
    {
        Directory.CreateDirectory(folder);
        var text = JsonSerializer.Serialize(new { figures }, Options);
        File.WriteAllText(Path.Combine(folder, name + ".json"), text + "\n");
    }
}
