using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

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

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Null when the bytes are no JSON, too deep, not UTF-8, name a property twice or hold half a surrogate pair.
    /// </summary>
    public static JsonElement? TryRead(byte[] utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            var root = JsonElement.Parse(utf8, ReaderOptions);
            if (utf8.Contains((byte)'\\'))
            {
                ReadEveryText(root);
            }

            return root;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // A text like "\ud800" parses and throws only when it is read; it must not throw later. Valid UTF-8 without an
    // escape holds none.
    private static void ReadEveryText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    ReadEveryText(element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    ReadEveryText(property.Value);
                }

                break;
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
