using System.Reflection;
using System.Text.Json;

namespace CbmExchange.Envelopes.Tests.Vectors;

/// <summary>Language-neutral cases of <c>tests/vectors/</c>.</summary>
internal static class VectorFile
{
    public static string RepositoryRoot { get; } = typeof(VectorFile).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    public static JsonElement Read(string name)
    {
        var path = Path.Combine(RepositoryRoot, "tests", "vectors", name);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static byte[] Hex(this JsonElement element, string name) =>
        Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
