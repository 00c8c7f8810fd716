using System.Text;
using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>What the node sets in the content of its own records. Pure: time and chance come in.</summary>
public static class ContentDefaults
{
    /// <summary>Set by the node at the first draft; the same in every version.</summary>
    public const string ReferenceNumberField = "referenceNumber";

    /// <summary>The case of a record, where it states one.</summary>
    public const string CaseIdField = "caseId";

    /// <summary>For whom an organisation enters a record: exactly then the provenance is relayed.</summary>
    public const string RelayedForField = "relayedFor";

    /// <summary>Set by the node whenever a version is written.</summary>
    public const string AuthoredAtField = "authoredAt";

    /// <summary>Set by the nominating authority's act only.</summary>
    public const string NominationField = "nomination";

    internal const string ReviewByField = "reviewBy";
    internal const string ExpiresAtField = "expiresAt";

    /// <summary>
    /// The content with authoredAt, and the times of its type (reviewBy, expiresAt …) where they are missing.
    /// What the version before stated stays: a new date would tell a recipient that a part it was not given has
    /// changed (design D5). Who means a new date writes it.
    /// </summary>
    public static RecordContent Fill(
        string recordType, RecordContent content, RecordContent? before, DateTimeOffset now, Policies policies)
    {
        var filled = With(content, AuthoredAtField, TextRules.FormatTime(now));
        foreach (var (field, time) in RecordCatalogue.Find(recordType)?.Defaults(filled, policies, now) ?? [])
        {
            filled = FillTime(filled, field, before, time);
        }

        return filled;
    }

    /// <summary>The content with a top-level string field set.</summary>
    public static RecordContent With(RecordContent content, string field, string value) =>
        With(content, field, JsonSerializer.SerializeToElement(value));

    /// <summary>The content with a top-level field set; it moves to the end.</summary>
    public static RecordContent With(RecordContent content, string field, JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteOthers(writer, content, field);
            writer.WritePropertyName(field);
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        return RecordContent.Parse(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>The content without a top-level field.</summary>
    public static RecordContent Without(RecordContent content, string field)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteOthers(writer, content, field);
            writer.WriteEndObject();
        }

        return RecordContent.Parse(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>
    /// Two parts of the same content put together: the fields of both, and of a list the elements of both, each once.
    /// </summary>
    public static RecordContent Union(RecordContent content, RecordContent more) =>
        more.Claims.EnumerateObject().Aggregate(content, (known, field) =>
            !known.Claims.TryGetProperty(field.Name, out var held) ? With(known, field.Name, field.Value)
            : held.ValueKind == JsonValueKind.Array && field.Value.ValueKind == JsonValueKind.Array
                ? With(known, field.Name, Union(held, field.Value))
            : known);

    private static JsonElement Union(JsonElement list, JsonElement more) =>
        JsonSerializer.SerializeToElement(list.EnumerateArray().Concat(more.EnumerateArray()
            .Where(item => !list.EnumerateArray().Any(held => JsonElement.DeepEquals(held, item)))));

    private static RecordContent FillTime(
        RecordContent content, string field, RecordContent? before, DateTimeOffset otherwise) =>
        Json.Get(content.Claims, field) is not null
            ? content
            : With(content, field, Json.String(before?.Claims ?? default, field) ?? TextRules.FormatTime(otherwise));

    // A field that stands twice is copied twice, so that the rules can name it.
    private static void WriteOthers(Utf8JsonWriter writer, RecordContent content, string field)
    {
        foreach (var other in content.Claims.EnumerateObject().Where(other => other.Name != field))
        {
            other.WriteTo(writer);
        }
    }
}
