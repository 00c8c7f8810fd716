using System.Text;

namespace CbmExchange.Cli.Records;

/// <summary>A complete example of each record type that officers write, as proto3-JSON.</summary>
internal static class RecordTemplates
{
    /// <summary>The example of a type.</summary>
    public static string Of(string type)
    {
        using var stream = typeof(RecordTemplates).Assembly.GetManifestResourceStream($"template.{type}.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
