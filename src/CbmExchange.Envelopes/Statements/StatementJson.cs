using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CbmExchange.Envelopes.Statements;

/// <summary>JSON as statements write and read it.</summary>
internal static class StatementJson
{
    // RFC 9901 fixes no encoding; compact UTF-8 without needless escapes is what other libraries write.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = EnvelopeLimits.JsonDepthMax * 2,
    };

    private static readonly JsonDocumentOptions ReaderOptions = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = EnvelopeLimits.JsonDepthMax,
    };

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null when the bytes are no JSON, too deep, not UTF-8, or name a property twice.</summary>
    public static JsonElement? TryRead(byte[] utf8)
    {
        try
        {
            StrictUtf8.GetCharCount(utf8);
            using var document = JsonDocument.Parse(utf8, ReaderOptions);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>True when a name that SD-JWT reserves (RFC 9901 §4.1) stands anywhere inside.</summary>
    public static bool HoldsReservedName(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject()
            .Any(property => HeaderClaims.IsReserved(property.Name) || HoldsReservedName(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsReservedName),
        _ => false,
    };
}
