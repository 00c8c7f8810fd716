namespace CbmExchange.Domain.Records;

/// <summary>
/// When a State looks at its own document again: still valid? (domain.md §4.24). Nothing follows by itself.
/// </summary>
public static class DocumentReview
{
    /// <summary>Its own date of review, else twelve months after the release.</summary>
    public static DateTimeOffset DueAt(RecordContent content, DateTimeOffset releasedAt, Policies policies) =>
        Json.Time(content.Claims, ContentDefaults.ReviewByField)
        ?? releasedAt.AddMonths(policies.ReviewDocumentMonths);

    /// <summary>The content with a new date of review; all else as it is.</summary>
    public static RecordContent Confirmed(RecordContent content, DateTimeOffset now, Policies policies) =>
        ContentDefaults.With(
            content,
            ContentDefaults.ReviewByField,
            TextRules.FormatTime(now.AddMonths(policies.ReviewDocumentMonths)));
}
