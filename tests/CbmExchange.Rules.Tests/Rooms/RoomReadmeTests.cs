using System.Text.RegularExpressions;
using CbmExchange.Rules.Tests.Size;

namespace CbmExchange.Rules.Tests.Rooms;

/// <summary>style.md L4: a room says in at most 40 lines what it is for, and names only what exists.</summary>
public partial class RoomReadmeTests
{
    private const int ReadmeLinesMax = 40;

    // A room with fewer files holds only the seams that others build against; it is not written yet.
    private const int BegunRoomFilesMax = 10;

    [Fact]
    public void A_readme_of_a_room_is_short() =>
        Findings.AssertNone(
            Readmes().Where(file => file.Lines.Length > ReadmeLinesMax)
                .Select(file => $"{file.Path}: {file.Lines.Length} lines"),
            $"A room's README has at most {ReadmeLinesMax} lines:");

    [Fact]
    public void Every_type_that_a_readme_names_exists()
    {
        var known = KnownNames();
        Findings.AssertNone(
            from file in Readmes().Concat(Map())
            from name in TypesNamed(file.Text)
            where !known.Contains(name)
            select $"{file.Path}: {name}",
            "Types that a README names and no code declares:");
    }

    [Fact]
    public void Type_names_are_told_from_other_code()
    {
        var named = TypesNamed("`PeerKey`, `Outcome<T>`, `Refusal`, `ClaimPath.Of`, `cbmx`, `IMMEDIATE`, `mt_events`");

        Assert.Equal(["ClaimPath", "Outcome", "PeerKey", "Refusal"], named.Order(StringComparer.Ordinal));
    }

    // Listed in ratchet.txt until they have one (SizeRatchetTests).
    internal static IEnumerable<string> RoomsWithoutReadme() => Rooms().Where(room =>
        CSharpFile.Under(room).Count() >= BegunRoomFilesMax && Repository.Find(room + "README.md") is null);

    private static IEnumerable<string> Rooms() => Repository.Under("src/CbmExchange.")
        .Select(file => string.Join('/', file.Path.Split('/').Take(2)) + "/").Distinct().Where(HasCode);

    // The map speaks of all rooms, so it is held to this once each of them has code (Contracts is generated).
    private static IEnumerable<SourceFile> Map() => Repository.Under("src/CbmExchange.", ".csproj")
        .All(project => project.Name == "CbmExchange.Contracts.csproj" || HasCode(project.Folder + "/"))
            ? [Repository.Find("src/README.md")!]
            : [];

    private static bool HasCode(string folder) => CSharpFile.Under(folder).Any();

    private static IEnumerable<SourceFile> Readmes() =>
        Rooms().Select(room => Repository.Find(room + "README.md")).OfType<SourceFile>();

    private static IEnumerable<string> TypesNamed(string text) => InlineCode().Matches(text)
        .Select(match => TypeName().Match(match.Groups[1].Value))
        .Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

    // What a room may speak of: types of any room, messages and services of proto/, and the base library.
    private static HashSet<string> KnownNames()
    {
        var ours = CSharpFile.Under("src/").Concat(CSharpFile.Under("tests/")).SelectMany(file => file.DeclaredTypes);
        var pages = Repository.Under("src/", ".razor").Select(file => Path.GetFileNameWithoutExtension(file.Path));
        var contracts = Repository.Under("proto/", ".proto").SelectMany(file => ProtoDeclaration().Matches(file.Text))
            .Select(match => match.Groups[1].Value);
        var library = new[] { typeof(object), typeof(Uri), typeof(System.Security.Cryptography.ECDsa),
                typeof(System.Text.Json.JsonElement), typeof(System.Collections.Immutable.ImmutableArray) }
            .SelectMany(type => type.Assembly.GetExportedTypes()).Select(type => type.Name.Split('`')[0]);
        return ours.Concat(pages).Concat(contracts).Concat(library).Concat(ProjectWords()).ToHashSet(StringComparer.Ordinal);
    }

    // Rooms are named by their last word, products and parties by their proper name.
    private static IEnumerable<string> ProjectWords() =>
        Build.AllowedReferences.ByRoom.Keys.Concat(["CbmExchange", "PostgreSQL", "Debian", "Ubuntu"]);

    [GeneratedRegex("(?<!`)`([^`\\n]+)`(?!`)")]
    private static partial Regex InlineCode();

    // A capital, then at least one small letter; type parameters and a member after a dot may follow.
    [GeneratedRegex(@"^([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(<[^>]*>)?(\.[A-Z]\w*(\(.*\))?)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^\s*(?:message|service|enum|rpc)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex ProtoDeclaration();
}
