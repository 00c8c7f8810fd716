using System.Collections.Immutable;

namespace CbmExchange.Web.Overview;

/// <summary>An area of the map.</summary>
/// <param name="Code">ISO 3166-1 alpha-2; empty for an area whose status the map does not show.</param>
/// <param name="Outline">SVG path; null where the area is too small and only has a place.</param>
/// <param name="X">Of the place.</param>
/// <param name="Y">Of the place.</param>
internal sealed record WorldArea(string Code, string? Outline, int X, int Y);

/// <summary>
/// The world in outlines, for a map that says two facts of each participant and nothing about borders or status. Where
/// it comes from stands in NOTICE.
/// </summary>
internal static class WorldOutlines
{
    /// <summary>Width of the drawing.</summary>
    public const int Width = 1000;

    /// <summary>Height of the drawing.</summary>
    public const int Height = 394;

    /// <summary>All areas.</summary>
    public static ImmutableArray<WorldArea> All { get; } = Read();

    private static ImmutableArray<WorldArea> Read()
    {
        using var resource = typeof(WorldOutlines).Assembly.GetManifestResourceStream("world.csv")
            ?? throw new InvalidOperationException("world.csv is not compiled into this assembly.");
        using var lines = new StreamReader(resource);
        return [.. lines.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Area)];
    }

    private static WorldArea Area(string line)
    {
        var cells = line.Split(',');
        if (cells[2][0] == 'M')
        {
            return new WorldArea(cells[0], cells[2], 0, 0);
        }

        var place = cells[2].Split(' ');
        return new WorldArea(
            cells[0], null, int.Parse(place[0], System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
