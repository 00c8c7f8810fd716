using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;

namespace CbmExchange.Envelopes.Statements;

/// <summary>The claims that are always disclosed (design D4): one way to write and one to read them.</summary>
internal static class HeaderClaims
{
    public const string Digests = "_sd";
    public const string DigestAlgorithm = "_sd_alg";
    public const string Placeholder = "...";
    public const string Sha256 = "sha-256";

    // In ordinal order, the order in which they are written.
    private const string AuthoritativeLanguages = "authoritativeLanguages";
    private const string Context = "context";
    private const string ExerciseId = "exerciseId";
    private const string Originator = "originator";
    private const string Provenance = "provenance";
    private const string RecordIdClaim = "recordId";
    private const string RecordType = "recordType";
    private const string SchemaVersion = "schemaVersion";

    // The longest code or id that is meant here is a UUID; generous for codes of newer peers.
    private const int TextLengthMax = 100;
    private const int LanguagesMax = 16;

    public static bool IsReserved(string name) => name is Digests or DigestAlgorithm or Placeholder;

    public static void Write(Utf8JsonWriter json, RecordHeader header)
    {
        json.WriteStartArray(AuthoritativeLanguages);
        foreach (var language in header.AuthoritativeLanguages)
        {
            json.WriteStringValue(language);
        }

        json.WriteEndArray();
        json.WriteString(Context, header.Context);
        if (header.ExerciseId is not null)
        {
            json.WriteString(ExerciseId, header.ExerciseId);
        }

        json.WriteString(Originator, header.Originator.Value);
        json.WriteString(Provenance, header.Provenance);
        json.WriteString(RecordIdClaim, header.RecordId.Value);
        json.WriteString(RecordType, header.RecordType);
        json.WriteString(SchemaVersion, header.SchemaVersion);
    }

    /// <summary>Null when a claim is missing or is not as it must be.</summary>
    public static RecordHeader? TryRead(JsonElement payload)
    {
        var exercise = payload.TryGetProperty(ExerciseId, out _) ? Text(payload, ExerciseId) : string.Empty;
        if (Text(payload, Originator) is not { } originator || !IsUuid(originator)
            || Text(payload, RecordIdClaim) is not { } record || !IsUuid(record)
            || Text(payload, RecordType) is not { } type
            || Text(payload, SchemaVersion) is not { } version
            || Text(payload, Context) is not { } context
            || Text(payload, Provenance) is not { } provenance
            || exercise is null || Languages(payload) is not { } languages)
        {
            return null;
        }

        return new RecordHeader
        {
            Originator = new ParticipantId(originator),
            RecordId = new RecordId(record),
            RecordType = type,
            SchemaVersion = version,
            Context = context,
            ExerciseId = exercise.Length == 0 ? null : exercise,
            Provenance = provenance,
            AuthoritativeLanguages = [.. languages],
        };
    }

    public static bool IsUuid(string text) =>
        Guid.TryParseExact(text, "D", out var id) && id.ToString("D") == text;

    private static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= TextLengthMax } text
            ? text
            : null;

    private static List<string>? Languages(JsonElement payload)
    {
        if (!payload.TryGetProperty(AuthoritativeLanguages, out var list) || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() is 0 or > LanguagesMax)
        {
            return null;
        }

        var languages = list.EnumerateArray().Select(Text).OfType<string>().ToList();
        return languages.Count == list.GetArrayLength() ? languages : null;
    }
}
