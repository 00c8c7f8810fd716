using Google.Protobuf;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CbmExchange.Cli.Output;

/// <summary>proto3-JSON as the formatter of the protobuf library writes it.</summary>
internal static class JsonText
{
    private static readonly JsonFormatter Readable = new(JsonFormatter.Settings.Default.WithIndentation());

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(IMessage message) => Readable.Format(message);

    public static string OnOneLine(IMessage message) => JsonFormatter.Default.Format(message);

    /// <summary>The same JSON, one field a line; text that is not JSON comes back as it is.</summary>
    public static string Reflow(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
