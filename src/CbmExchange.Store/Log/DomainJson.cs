using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CbmExchange.Domain.Records;

namespace CbmExchange.Store.Log;

/// <summary>
/// How events are written as JSON: camelCase, ids as plain strings, numbers as numbers, enums as words.
/// </summary>
internal static class DomainJson
{
    /// <summary>Nesting of a stored body: content of 64 KiB never needs more.</summary>
    public const int DepthMax = 64;

    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = DepthMax,
        };
        options.Converters.Add(new ContentConverter());
        options.Converters.Add(new ClaimPathConverter());
        options.Converters.Add(new SingleValueConverterFactory());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class ContentConverter : JsonConverter<RecordContent>
    {
        public override RecordContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new RecordContent(document.RootElement)
                : throw new JsonException("Record content is a JSON object.");
        }

        public override void Write(Utf8JsonWriter writer, RecordContent value, JsonSerializerOptions options) =>
            value.Claims.WriteTo(writer);
    }

    private sealed class ClaimPathConverter : JsonConverter<ClaimPath>
    {
        public override ClaimPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ClaimPath.Parse(reader.GetString() ?? throw new JsonException("A claim path is a string."));

        public override void Write(Utf8JsonWriter writer, ClaimPath value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());

        public override ClaimPath ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                ClaimPath.Parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, ClaimPath value,
            JsonSerializerOptions options) =>
            writer.WritePropertyName(value.ToString());
    }
}
