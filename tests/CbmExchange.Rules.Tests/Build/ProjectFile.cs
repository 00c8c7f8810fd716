using System.Xml.Linq;

namespace CbmExchange.Rules.Tests.Build;

/// <summary>
/// What a project file names, its imports included. Conditions are not evaluated: a reference that exists in any
/// configuration counts.
/// </summary>
internal sealed record ProjectFile(
    string Name, string Path, IReadOnlySet<string> Projects, IReadOnlySet<string> Packages)
{
    private const string SubstitutesFolder = "src/substitutes/";

    /// <summary>True for a project under src/substitutes.</summary>
    public bool IsSubstitute => Path.StartsWith(SubstitutesFolder, StringComparison.Ordinal);

    /// <summary>Every project below a folder.</summary>
    public static IEnumerable<ProjectFile> Under(string folder) =>
        Repository.Under(folder, ".csproj").Select(file => Read(file.Path));

    private static ProjectFile Read(string path)
    {
        var elements = Elements(path).ToList();
        return new ProjectFile(
            System.IO.Path.GetFileNameWithoutExtension(path),
            path,
            Included(elements, "ProjectReference").Select(System.IO.Path.GetFileNameWithoutExtension)
                .OfType<string>().ToHashSet(StringComparer.Ordinal),
            Included(elements, "PackageReference").ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Included(IEnumerable<XElement> elements, string name) => elements
        .Where(element => element.Name.LocalName == name)
        .Select(element => (string?)element.Attribute("Include"))
        .OfType<string>()
        .Select(include => include.Replace('\\', '/'));

    private static IEnumerable<XElement> Elements(string path)
    {
        var root = XDocument.Load(Repository.FullPath(path)).Root!;
        var folder = System.IO.Path.GetDirectoryName(Repository.FullPath(path))!;
        foreach (var element in root.DescendantsAndSelf())
        {
            yield return element;
            if (element.Name.LocalName == "Import"
                && Imported(folder, (string?)element.Attribute("Project")) is { } next)
            {
                foreach (var imported in Elements(next))
                {
                    yield return imported;
                }
            }
        }
    }

    // Files of the SDK and of packages are not ours to judge; only imports that lie in the repository are followed.
    private static string? Imported(string folder, string? import)
    {
        if (import is null)
        {
            return null;
        }

        var expanded = import
            .Replace("$(SubstitutesDir)", Repository.FullPath(SubstitutesFolder), StringComparison.Ordinal)
            .Replace("$(RepositoryRoot)", Repository.Root + "/", StringComparison.Ordinal)
            .Replace("$(MSBuildThisFileDirectory)", folder + "/", StringComparison.Ordinal);
        var full = System.IO.Path.GetFullPath(expanded, folder);
        return File.Exists(full) ? System.IO.Path.GetRelativePath(Repository.Root, full) : null;
    }
}
