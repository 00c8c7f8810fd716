using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>
/// The content of a record version as proto3-JSON (proto/cbm/record/v1): one JSON object whose top-level fields are
/// the claims of the signed statement. A recipient's copy holds only what was disclosed to it.
/// </summary>
public sealed record RecordContent
{
    /// <summary>Wraps a JSON object. Throws when it is none.</summary>
    public RecordContent(JsonElement claims)
    {
        if (claims.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("Record content is a JSON object.", nameof(claims));
        }

        Claims = claims.Clone();
    }

    /// <summary>The JSON object.</summary>
    public JsonElement Claims { get; }

    /// <summary>Parses a JSON object from text.</summary>
    public static RecordContent Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new RecordContent(document.RootElement);
    }

    /// <summary>Equal when the JSON texts are equal.</summary>
    public bool Equals(RecordContent? other) => other is not null && JsonElement.DeepEquals(Claims, other.Claims);

    /// <inheritdoc/>
    public override int GetHashCode() => Claims.GetRawText().GetHashCode(StringComparison.Ordinal);
}
