using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Documents;

/// <summary>A file that travels beside a record.</summary>
public sealed record AttachmentView(
    string? Sha256,
    long? SizeBytes,
    string? MediaType,
    string? FileName,
    string? Lang,
    string? Format
)
{
    internal static ImmutableArray<AttachmentView> Read(JsonElement owner, string field) =>
        [
            .. Json.List(owner, field)
                .Select(item => new AttachmentView(
                    Json.String(item, "sha256"),
                    Json.Get(item, "sizeBytes") is { } size ? Json.Integer(size) : null,
                    Json.String(item, "mediaType"),
                    Json.String(item, "fileName"),
                    Json.String(item, "lang"),
                    Json.String(item, "format")
                )),
        ];

    /// <summary>The attachments of any record type, as far as disclosed: what a peer may fetch by hash.</summary>
    public static ImmutableArray<AttachmentView> Of(RecordContent content) =>
        [
            .. Read(content.Claims, "files"),
            .. Read(content.Claims, "technicalAnnex"),
            .. Read(content.Claims, "attachments"),
        ];
}

/// <summary>A part of a document that was disclosed.</summary>
public sealed record SectionView(string? Id, ImmutableArray<TextView> Heading, ImmutableArray<TextView> Body);

/// <summary>Typed reading of a national-document as far as it was disclosed: what is missing reads as null or
/// empty.</summary>
public sealed class DocumentView(RecordContent content)
{
    private readonly JsonElement claims = content.Claims;

    /// <summary>Subject of the record.</summary>
    public ImmutableArray<TextView> Subject => TextView.Read(claims, "subject");

    /// <summary>Reference number, where disclosed.</summary>
    public string? ReferenceNumber => Json.String(claims, ContentDefaults.ReferenceNumberField);

    /// <summary>Code of kind; others than known ones stay as they are.</summary>
    public string? Kind => Json.String(claims, "kind");

    /// <summary>Title.</summary>
    public ImmutableArray<TextView> Title => TextView.Read(claims, "title");

    /// <summary>Abstract.</summary>
    public ImmutableArray<TextView> Abstract => TextView.Read(claims, "abstract");

    /// <summary>Who issued it.</summary>
    public ImmutableArray<TextView> IssuingBody => TextView.Read(claims, "issuingBody");

    /// <summary>ISO 8601 date of precision year, month or day.</summary>
    public string? AdoptedOn => Json.String(claims, "adoptedOn");

    /// <summary>ISO 8601 date.</summary>
    public string? InForceFrom => Json.String(claims, "inForceFrom");

    /// <summary>ISO 8601 date.</summary>
    public string? InForceUntil => Json.String(claims, "inForceUntil");

    /// <summary>in-force, draft-for-consultation, expired, repealed.</summary>
    public string? Status => Json.String(claims, "status");

    /// <summary>Topics.</summary>
    public ImmutableArray<string> Topics => [.. Json.Strings(claims, "topics")];

    /// <summary>Languages in which it exists.</summary>
    public ImmutableArray<string> Languages => [.. Json.Strings(claims, "languages")];

    /// <summary>Measures served.</summary>
    public ImmutableArray<string> ReportsUnder => [.. Json.Strings(claims, "reportsUnder")];

    /// <summary>Files.</summary>
    public ImmutableArray<AttachmentView> Files => AttachmentView.Read(claims, "files");

    /// <summary>Official address.</summary>
    public string? OfficialUrl => Json.String(claims, "officialUrl");

    /// <summary>What is left out, in the provider's words.</summary>
    public ImmutableArray<TextView> ExtentStatement => TextView.Read(claims, "extentStatement");

    /// <summary>The document that this one replaces, where held.</summary>
    public RecordId? ReplacesDocument => Json.String(claims, "replacesDocument") is { } id ? new RecordId(id) : null;

    /// <summary>The contact for questions, where held.</summary>
    public RecordId? Contact => Json.String(claims, "contactId") is { } id ? new RecordId(id) : null;

    /// <summary>Sections disclosed. That others exist is not told.</summary>
    public ImmutableArray<SectionView> Sections =>
        [
            .. Json.List(claims, "sections")
                .Select(item => new SectionView(
                    Json.String(item, "id"),
                    TextView.Read(item, "heading"),
                    TextView.Read(item, "body")
                )),
        ];
}
