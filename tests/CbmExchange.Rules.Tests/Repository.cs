using System.Reflection;

namespace CbmExchange.Rules.Tests;

/// <summary>
/// The working tree as text. It is walked, not asked of git, so that the rules also hold in an exported tree and in a
/// clone that belongs to another account.
/// </summary>
internal static class Repository
{
    // As in .gitignore.
    private static readonly HashSet<string> BuiltFolders =
    [
        ".git",
        ".vs",
        ".idea",
        "bin",
        "obj",
        "artifacts",
        "node_modules",
        "TestResults",
    ];

    /// <summary>Full path of the repository.</summary>
    public static string Root { get; } =
        Path.GetFullPath(
            typeof(Repository)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(attribute => attribute.Key == "RepositoryRoot")
                .Value!
        );

    private static readonly Lazy<IReadOnlyList<SourceFile>> AllFiles = new(() =>
        [.. Walk(Root).OrderBy(file => file.Path, StringComparer.Ordinal)]
    );

    /// <summary>Every file that is kept in the repository, by path.</summary>
    public static IReadOnlyList<SourceFile> Files => AllFiles.Value;

    /// <summary>Files below a folder whose name ends as given.</summary>
    public static IEnumerable<SourceFile> Under(string folder, params string[] endings) =>
        Files.Where(file =>
            file.Path.StartsWith(folder, StringComparison.Ordinal)
            && (endings.Length == 0 || endings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal)))
        );

    /// <summary>The file at a path from the root, or null.</summary>
    public static SourceFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    /// <summary>Full path of a path from the root.</summary>
    public static string FullPath(string path) => Path.Combine(Root, path);

    private static IEnumerable<SourceFile> Walk(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            // The .git of a linked worktree is a file.
            if (Path.GetFileName(path) != ".git")
            {
                yield return new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), path);
            }
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (!BuiltFolders.Contains(Path.GetFileName(child)) && new DirectoryInfo(child).LinkTarget is null)
            {
                foreach (var file in Walk(child))
                {
                    yield return file;
                }
            }
        }
    }
}
