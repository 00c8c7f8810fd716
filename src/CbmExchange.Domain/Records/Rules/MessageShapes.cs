using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>incident-notification, acknowledgement and response (domain.md §4.8, §4.9).</summary>
internal static class MessageShapes
{
    // There is no field for a perpetrator or a responsible State, by design; unknown fields are refused.
    public static ImmutableArray<FieldShape> Notification { get; } =
    [
        .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
        Shape.Required("stage", Values.Closed(CodeLists.Stage)),
        Shape.Required("purpose", Values.Closed(CodeLists.Purpose)),
        Shape.Required("summary", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("occurredAt", Values.TimeRange),
        Shape.Required("awareAt", Values.Time),
        Shape.Optional("nature", Values.Open),
        Shape.Optional("natureSubtype", Values.Open),
        Shape.Optional("sectorsAffected", Shape.List(Values.Open, ContentLimits.ListCountMax)),
        Shape.Required("crossBorder", Values.Closed(CodeLists.CrossBorder)),
        Shape.Required("maliceSuspected", Values.Closed(CodeLists.MaliceSuspected)),
        Shape.Optional("severity", Severity),
        Shape.Optional("trend", Values.Closed(CodeLists.Trend)),
        Shape.Optional(
            "confidence",
            Shape.Object(
                Shape.Required("level", Values.Closed(CodeLists.ConfidenceLevel)),
                Shape.Optional("basis", Values.RunningTexts(ContentLimits.SummaryCharsMax))
            )
        ),
        Shape.Optional("infrastructureObservedIn", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
        Shape.Optional("impactOnOthers", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("measuresTaken", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("requestToRecipients", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("technicalAnnex", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
        Shape.Optional("nextUpdateBy", Values.Time),
        Shape.Optional("expiresAt", Values.Time),
        Shape.Required("addressees", Shape.List(Addressee, ContentLimits.ParticipantsCountMax)),
    ];

    public static ImmutableArray<FieldShape> Acknowledgement { get; } =
    [
        .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
        Shape.Required("ofRecord", Values.RecordReference),
        Shape.Required("dutyDesk", Values.Line(ContentLimits.NameCharsMax)),
        Shape.Required("at", Values.Time),
        Shape.Optional("intendedNextStep", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("expectedReplyBy", Values.Time),
    ];

    public static ImmutableArray<FieldShape> Response { get; } =
    [
        .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
        Shape.Required("ofRecord", Values.RecordReference),
        Shape.Required("kind", Values.Closed(CodeLists.ResponseKind)),
        Shape.Optional("text", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("attachments", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
        Shape.Optional("furtherContact", Values.Uuid),
        Shape.Optional("answerBy", Values.Time),
    ];

    private static Check Severity =>
        Shape.Object(
            Shape.Optional("scaleId", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Required("level", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Optional("mappedLevel", Values.Open)
        );

    private static Check Addressee =>
        Shape.Object(
            Shape.Required("participantId", Values.Uuid),
            Shape.Optional("contactId", Values.Uuid),
            Shape.Required("role", Values.Closed(CodeLists.AddresseeRole))
        );
}
