using System.Reflection;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests;

/// <summary>The examples that <c>cbmx record template</c> prints: complete content of each type that officers
/// write.</summary>
internal static class Templates
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } =
        typeof(Templates)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;

    private static readonly string Folder = Path.Combine(Root, "src", "CbmExchange.Cli", "Records", "Templates");

    /// <summary>Codes of the types with an example.</summary>
    public static string[] Types =>
        [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    /// <summary>The example.</summary>
    public static RecordContent Of(string type) =>
        RecordContent.Parse(File.ReadAllText(Path.Combine(Folder, type + ".json")));
}
