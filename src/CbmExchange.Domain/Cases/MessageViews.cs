using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Documents;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>Whom a message means.</summary>
/// <param name="Participant">The participant.</param>
/// <param name="Contact">The contact, where one is named.</param>
/// <param name="Role">action (timed) or info.</param>
public sealed record AddresseeView(ParticipantId? Participant, RecordId? Contact, string? Role);

/// <summary>
/// Typed reading of an incident-notification as far as it was disclosed. Every rendering carries
/// <see cref="StandingText.NoAgreementImplied"/>.
/// </summary>
public sealed class NotificationView(RecordContent content)
{
    private readonly JsonElement claims = content.Claims;

    /// <summary>Subject.</summary>
    public ImmutableArray<TextView> Subject => TextView.Read(claims, "subject");

    /// <summary>Reference number.</summary>
    public string? ReferenceNumber => Json.String(claims, ContentDefaults.ReferenceNumberField);

    /// <summary>When it was written, by the sender.</summary>
    public DateTimeOffset? AuthoredAt => Json.Time(claims, ContentDefaults.AuthoredAtField);

    /// <summary>When the sender became aware.</summary>
    public DateTimeOffset? AwareAt => Json.Time(claims, "awareAt");

    /// <summary>When it happened, at the earliest.</summary>
    public DateTimeOffset? OccurredEarliest =>
        Json.Get(claims, "occurredAt") is { } range ? Json.Time(range, "earliest") : null;

    /// <summary>When it happened, at the latest.</summary>
    public DateTimeOffset? OccurredLatest =>
        Json.Get(claims, "occurredAt") is { } range ? Json.Time(range, "latest") ?? Json.Time(range, "earliest") : null;

    /// <summary>Precedence code.</summary>
    public string? Precedence => Json.String(claims, "precedence");

    /// <summary>Stage code.</summary>
    public string? Stage => Json.String(claims, "stage");

    /// <summary>Purpose code.</summary>
    public string? Purpose => Json.String(claims, "purpose");

    /// <summary>Case.</summary>
    public string? CaseId => Json.String(claims, "caseId");

    /// <summary>Plain words.</summary>
    public ImmutableArray<TextView> Summary => TextView.Read(claims, "summary");

    /// <summary>Nature code, raw.</summary>
    public string? Nature => Json.String(claims, "nature");

    /// <summary>Sector codes, raw.</summary>
    public ImmutableArray<string> SectorsAffected => [.. Json.Strings(claims, "sectorsAffected")];

    /// <summary>yes, possible, no, unknown, declined.</summary>
    public string? CrossBorder => Json.String(claims, "crossBorder");

    /// <summary>yes, no, unknown, declined; "yes" is not attribution.</summary>
    public string? MaliceSuspected => Json.String(claims, "maliceSuspected");

    /// <summary>Level on the sender's scale.</summary>
    public string? SeverityLevel =>
        Json.Get(claims, "severity") is { } severity ? Json.String(severity, "level") : null;

    /// <summary>Level mapped to the common scale.</summary>
    public string? SeverityMapped =>
        Json.Get(claims, "severity") is { } severity ? Json.String(severity, "mappedLevel") : null;

    /// <summary>Trend code.</summary>
    public string? Trend => Json.String(claims, "trend");

    /// <summary>Confidence level.</summary>
    public string? ConfidenceLevel =>
        Json.Get(claims, "confidence") is { } confidence ? Json.String(confidence, "level") : null;

    /// <summary>Where infrastructure was observed; carries <see cref="StandingText.InfrastructureObserved"/>.</summary>
    public ImmutableArray<ParticipantId> InfrastructureObservedIn =>
        [.. Json.Strings(claims, "infrastructureObservedIn").Select(id => new ParticipantId(id))];

    /// <summary>Measures taken.</summary>
    public ImmutableArray<TextView> MeasuresTaken => TextView.Read(claims, "measuresTaken");

    /// <summary>Impact on others.</summary>
    public ImmutableArray<TextView> ImpactOnOthers => TextView.Read(claims, "impactOnOthers");

    /// <summary>What is asked.</summary>
    public ImmutableArray<TextView> RequestToRecipients => TextView.Read(claims, "requestToRecipients");

    /// <summary>Technical annex.</summary>
    public ImmutableArray<AttachmentView> TechnicalAnnex => AttachmentView.Read(claims, "technicalAnnex");

    /// <summary>When the sender means to say more.</summary>
    public DateTimeOffset? NextUpdateBy => Json.Time(claims, "nextUpdateBy");

    /// <summary>When it expires.</summary>
    public DateTimeOffset? ExpiresAt => Json.Time(claims, "expiresAt");

    /// <summary>Addressees; a recipient is shown its own only.</summary>
    public ImmutableArray<AddresseeView> Addressees =>
        [
            .. Json.List(claims, "addressees")
                .Select(item => new AddresseeView(
                    Json.String(item, "participantId") is { } participant ? new ParticipantId(participant) : null,
                    Json.String(item, "contactId") is { } contact ? new RecordId(contact) : null,
                    Json.String(item, "role")
                )),
        ];
}

/// <summary>Typed reading of an acknowledgement or a response.</summary>
public sealed class ReplyView(RecordContent content)
{
    private readonly JsonElement claims = content.Claims;

    /// <summary>The message answered.</summary>
    public RecordId? OfRecord => Reference("recordId") is { } id ? new RecordId(id) : null;

    /// <summary>The version answered.</summary>
    public ContentHash? OfVersion => Reference("contentHash") is { } hash ? new ContentHash(hash) : null;

    /// <summary>Kind of a response; null for an acknowledgement.</summary>
    public string? Kind => Json.String(claims, "kind");

    /// <summary>Text of a response.</summary>
    public ImmutableArray<TextView> Text => TextView.Read(claims, "text");

    /// <summary>The desk that acknowledged.</summary>
    public string? DutyDesk => Json.String(claims, "dutyDesk");

    /// <summary>When a human confirmed.</summary>
    public DateTimeOffset? At => Json.Time(claims, "at");

    /// <summary>Intended next step.</summary>
    public ImmutableArray<TextView> IntendedNextStep => TextView.Read(claims, "intendedNextStep");

    /// <summary>When a reply or an answer is expected.</summary>
    public DateTimeOffset? AnswerBy => Json.Time(claims, "answerBy") ?? Json.Time(claims, "expectedReplyBy");

    /// <summary>When it was written.</summary>
    public DateTimeOffset? AuthoredAt => Json.Time(claims, ContentDefaults.AuthoredAtField);

    /// <summary>
    /// True when another desk's acknowledgement of the same message would say something that this one does not: a next
    /// step or another date. That somebody got it is said already: duplicates are merged (domain.md §4.9).
    /// </summary>
    public bool IsAddedToBy(AcknowledgeMessage later)
    {
        var said = IntendedNextStep.Select(text => text.Text).ToHashSet(StringComparer.Ordinal);
        var isOtherDate = later.ExpectedReplyBy is { } by
            && (AnswerBy is not { } known || TextRules.FormatTime(by) != TextRules.FormatTime(known));
        return later.DutyDesk != DutyDesk
            && (isOtherDate || later.IntendedNextStep.Any(text => !said.Contains(text.Text)));
    }

    private string? Reference(string name) =>
        Json.Get(claims, "ofRecord") is { } reference ? Json.String(reference, name) : null;
}
