using CbmExchange.Rules.Tests.Size;

namespace CbmExchange.Rules.Tests.Build;

public class ProjectReferenceTests
{
    private const string Prefix = "CbmExchange.";

    [Fact]
    public void Every_room_has_a_row_in_the_table() =>
        Findings.AssertNone(
            Rooms().Where(room => !AllowedReferences.ByRoom.ContainsKey(Short(room.Name))).Select(room => room.Path),
            "A new room needs a row in design §4 and in AllowedReferences.");

    [Fact]
    public void Rooms_reference_only_the_rooms_of_their_row() =>
        Findings.AssertNone(
            from room in Rooms()
            where AllowedReferences.ByRoom.ContainsKey(Short(room.Name))
            let row = AllowedReferences.ByRoom[Short(room.Name)]
            from project in room.Projects
            where !row.Rooms.Contains(Short(project)) && !row.Packages.Contains(project)
            select $"{room.Name} → {project}",
            "References outside design §4:");

    [Fact]
    public void Rooms_reference_only_the_packages_of_their_row() =>
        Findings.AssertNone(
            from room in Rooms()
            where AllowedReferences.ByRoom.ContainsKey(Short(room.Name))
            from package in room.Packages
            where !IsBuildTool(package) && !AllowedReferences.ByRoom[Short(room.Name)].Packages.Contains(package)
            select $"{room.Name} → {package}",
            "A package outside the table needs a decision record (style.md G5) and a place in AllowedReferences:");

    [Fact]
    public void Substitutes_reference_each_other_only() =>
        Findings.AssertNone(
            from substitute in ProjectFile.Under("src/substitutes/")
            from reference in substitute.Projects.Concat(substitute.Packages)
            where !IsSubstituteName(reference) && !IsBuildTool(reference) && reference != "Google.Protobuf"
            select $"{substitute.Name} → {reference}",
            "A substitute stands in for a package and knows no room:");

    [Fact]
    public void Only_the_owners_use_databases_sockets_and_grpc() =>
        Findings.AssertNone(
            from file in CSharpFile.Under("src/")
            let room = Short(file.Path.Split('/')[1])
            where AllowedReferences.ByRoom.ContainsKey(room)
            from used in file.UsedNamespaces
            from owner in AllowedReferences.NamespaceOwners
            where (used == owner.Key || used.StartsWith(owner.Key + ".", StringComparison.Ordinal))
                && !owner.Value.Contains(room)
            select $"{file.Path}: {used} belongs to {string.Join(", ", owner.Value)}",
            "A namespace is used outside the rooms that own it:");

    // Domain and Sync are held to this by the compiler (src/BannedSymbols.Files.txt).
    [Fact]
    public void In_envelopes_only_keys_touch_files() =>
        Findings.AssertNone(
            from file in CSharpFile.Under("src/CbmExchange.Envelopes/")
            where !file.Path.StartsWith("src/CbmExchange.Envelopes/Keys/", StringComparison.Ordinal)
            from name in file.UsedNames
            where name is "File" or "FileStream" or "Directory" or "FileInfo" or "DirectoryInfo"
            select $"{file.Path}: {name}",
            "Bytes come in and go out as arguments:");

    [Fact]
    public void Product_code_references_no_test_code() =>
        Findings.AssertNone(
            from project in ProjectFile.Under("src/")
            from reference in project.Projects
            where ProjectFile.Under("tests/").Any(test => test.Name == reference)
            select $"{project.Name} → {reference}",
            "src/ must not know tests/:");

    [Fact]
    public void The_solution_holds_every_project_and_nothing_else()
    {
        var listed = Repository.Find("CbmExchange.sln")!.Lines
            .Where(line => line.Contains(".csproj\"", StringComparison.Ordinal))
            .Select(line => line.Split('"')[5].Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
        var present = new[] { "src/", "tests/", "ops/" }.SelectMany(ProjectFile.Under)
            .Select(project => project.Path).ToHashSet(StringComparer.Ordinal);

        Findings.AssertNone(present.Except(listed), "Projects that CbmExchange.sln does not list:");
        Findings.AssertNone(listed.Except(present), "CbmExchange.sln lists what does not exist:");
    }

    [Fact]
    public void Versions_stand_in_one_file() =>
        Findings.AssertNone(
            from file in Repository.Files
            where file.Path.EndsWith(".csproj", StringComparison.Ordinal)
            from line in file.Lines
            where line.Contains("<PackageReference", StringComparison.Ordinal)
                && line.Contains("Version=", StringComparison.Ordinal)
            select $"{file.Path}: {line.Trim()}",
            "Versions belong to Directory.Packages.props:");

    private static IEnumerable<ProjectFile> Rooms() =>
        ProjectFile.Under("src/").Where(project => !project.IsSubstitute);

    private static bool IsSubstituteName(string name) =>
        ProjectFile.Under("src/substitutes/").Any(project => project.Name == name);

    // Runs while building and ships nothing.
    private static bool IsBuildTool(string package) =>
        package is "Grpc.Tools" or "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    private static string Short(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
