using System.Text.Json;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;

namespace CbmExchange.Node.Publishing;

/// <summary>Codes of the state of an own record, as officers read them (views.proto).</summary>
internal static class RecordStates
{
    /// <summary>Being written.</summary>
    public const string Draft = "draft";

    /// <summary>With the releasing authority.</summary>
    public const string InClearance = "in-clearance";

    /// <summary>Given back.</summary>
    public const string Returned = "returned";

    /// <summary>Signed, not released.</summary>
    public const string Cleared = "cleared";

    /// <summary>Released to somebody.</summary>
    public const string Published = "published";

    /// <summary>No longer stood by.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Its own end has passed.</summary>
    public const string Expired = "expired";

    /// <summary>Given up before anything left.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>The state of a record: of the version being worked on, else of the newest.</summary>
    public static string Of(RecordState record, DateTimeOffset now)
    {
        if (record.Withdrawal is not null || record.Ended is not null)
        {
            return Withdrawn;
        }

        if (record is { Working: null, Lost: { } lost })
        {
            return IsOver(lost.Content, now) ? Expired : Published;
        }

        var newest = record.Versions.LastOrDefault();
        return newest?.Status switch
        {
            VersionStatus.Draft => Draft,
            VersionStatus.InClearance => InClearance,
            VersionStatus.Returned => Returned,
            VersionStatus.Cleared => Cleared,
            VersionStatus.Abandoned when record.Given.IsEmpty => Abandoned,
            _ => IsOver(newest?.Content, now) ? Expired : Published,
        };
    }

    /// <summary>A top-level text of a content; empty when it is not there.</summary>
    public static string Text(RecordContent content, string field) =>
        content.Claims.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : "";

    /// <summary>When a content ends by itself; null: it does not.</summary>
    public static DateTimeOffset? EndOf(RecordContent content) =>
        new[] { "expiresAt", "validUntil" }.Select(field => End(content, field)).Min();

    private static DateTimeOffset? End(RecordContent content, string field) =>
        content.Claims.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
        && value.TryGetDateTimeOffset(out var end)
            ? end
            : null;

    private static bool IsOver(RecordContent? content, DateTimeOffset now) =>
        content is not null && EndOf(content) <= now;
}
