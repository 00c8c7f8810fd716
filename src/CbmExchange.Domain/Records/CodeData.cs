using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>
/// Reads the data files of the coded lists; a fault in one is a fault of the build, so tests find it.
/// </summary>
internal static class CodeData
{
    /// <summary>Names of the embedded files begin so.</summary>
    private const string Prefix = "codes/";

    // Before the lists: they are read with it.
    public static ImmutableArray<string> Languages { get; } = ["ar", "zh", CodeLists.English, "fr", "ru", "es"];

    public static FrozenDictionary<string, CodeList> Lists { get; } = Read()
        .ToFrozenDictionary(list => list.Name, StringComparer.Ordinal);

    private static IEnumerable<CodeList> Read() =>
        typeof(CodeData)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(ReadFile);

    private static CodeList ReadFile(string name)
    {
        using var stream = typeof(CodeData).Assembly.GetManifestResourceStream(name)!;
        using var file = JsonDocument.Parse(stream);
        var root = file.RootElement;
        return new CodeList(
            root.GetProperty("list").GetString()!,
            root.GetProperty("version").GetInt32(),
            root.GetProperty("closed").GetBoolean(),
            root.GetProperty("basis").GetString()!,
            root.GetProperty("note").GetString()!,
            root.GetProperty("labelStatus").GetString()!,
            [.. root.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!)],
            [.. root.GetProperty("codes").EnumerateArray().Select(ReadCode)]
        );
    }

    private static Code ReadCode(JsonElement code) =>
        new(
            code.GetProperty("id").GetString()!,
            code.TryGetProperty("deprecated", out var deprecated) && deprecated.GetBoolean(),
            code.EnumerateObject()
                .Where(member => Languages.Contains(member.Name))
                .ToImmutableDictionary(
                    member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal)
        );
}
