namespace CbmExchange.Cli.Output;

/// <summary>Claim paths in one cell: how many; --json has them all.</summary>
internal static class PathsText
{
    /// <summary>Counts what stands deepest: a section counts, not the list that it stands in.</summary>
    public static string Count(IReadOnlyCollection<string> paths)
    {
        var leaves = paths.Count(path => !paths.Any(
            other => other.Length > path.Length && other.StartsWith(path + "/", StringComparison.Ordinal)));
        return leaves switch
        {
            0 => "",
            1 => "1 part",
            _ => $"{leaves} parts",
        };
    }
}
