using System.Text.Json;
using System.Text.Json.Nodes;

namespace CbmExchange.Domain.Records;

/// <summary>What the node sets in the content of its own records. Pure: time and chance come in.</summary>
public static class ContentDefaults
{
    /// <summary>Set by the node at the first draft; the same in every version.</summary>
    public const string ReferenceNumberField = "referenceNumber";

    /// <summary>Set by the node whenever a version is written.</summary>
    public const string AuthoredAtField = "authoredAt";

    /// <summary>Set by the nominating authority's act only.</summary>
    public const string NominationField = "nomination";

    private const string ReviewByField = "reviewBy";
    private const string ExpiresAtField = "expiresAt";

    /// <summary>The content with authoredAt, and reviewBy and expiresAt where they are wanted and missing.</summary>
    public static RecordContent Fill(string recordType, RecordContent content, DateTimeOffset now, Policies policies)
    {
        var filled = With(content, AuthoredAtField, TextRules.FormatTime(now));
        if (recordType == RecordTypes.PointOfContact && Json.Get(content.Claims, ReviewByField) is null)
        {
            filled = With(filled, ReviewByField, TextRules.FormatTime(now.AddMonths(ReviewMonths(content, policies))));
        }

        if (recordType == RecordTypes.IncidentNotification && Json.Get(content.Claims, ExpiresAtField) is null
            && Json.String(content.Claims, "stage") == "early-warning")
        {
            filled = With(filled, ExpiresAtField, TextRules.FormatTime(now + policies.EarlyWarningExpiresAfter));
        }

        return filled;
    }

    /// <summary>The content with a top-level string field set.</summary>
    public static RecordContent With(RecordContent content, string field, string value) =>
        With(content, field, JsonSerializer.SerializeToElement(value));

    /// <summary>The content with a top-level field set.</summary>
    public static RecordContent With(RecordContent content, string field, JsonElement value)
    {
        var claims = JsonObject.Create(content.Claims)!;
        claims[field] = value.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(value),
            JsonValueKind.Array => JsonArray.Create(value),
            _ => JsonValue.Create(value),
        };
        return new RecordContent(JsonSerializer.SerializeToElement(claims));
    }

    // domain.md §4.24; accredited-CSIRT practice is 4 months, which a State can write itself.
    private static int ReviewMonths(RecordContent content, Policies policies) =>
        Json.Strings(content.Claims, "kinds").Any(kind => kind is "technical" or "crisis-duty-desk")
            ? policies.ReviewTechnicalMonths
            : policies.ReviewOtherMonths;
}
