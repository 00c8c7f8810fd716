namespace CbmExchange.Cli.Output;

/// <summary>Claim paths in one cell: what stands deepest says the most; --json has them all.</summary>
internal static class PathsText
{
    private const int ShownMax = 8;

    public static string Of(IReadOnlyCollection<string> paths)
    {
        var leaves = paths.Where(path => !paths.Any(
            other => other.Length > path.Length && other.StartsWith(path + "/", StringComparison.Ordinal))).ToList();
        return leaves.Count <= ShownMax
            ? string.Join(' ', leaves)
            : $"{string.Join(' ', leaves.Take(ShownMax))} … {leaves.Count} parts";
    }
}
