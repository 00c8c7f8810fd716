using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>incident-notification, acknowledgement and response (domain.md §4.8, §4.9).</summary>
internal static class MessageShapes
{
    public static CatalogueRow NotificationRow =>
        new()
        {
            Code = RecordTypes.IncidentNotification,
            Family = RecordFamily.Message,
            Label = "Incident notification",
            Measures = ["a68-98:26c", "osce:3", "un:2", "gge-norm:13b", "gge-norm:13c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["precedence", "stage", "purpose", "expiresAt"],
            Stages = CodeLists.Stage,
            ClosingStage = "closed-false-alarm",
            IsTechnical = true,
            IsReceiptTimed = true,
            MayBreakGlass = true,
            Fields = Notification,
            Rules = (_, content, faults) => CheckNotification(content, faults),
            Defaults = (content, policies, now) =>
                IsEarlyWarning(content.Claims)
                    ? [(ContentDefaults.ExpiresAtField, now + policies.EarlyWarningExpiresAfter)]
                    : [],
        };

    public static CatalogueRow AcknowledgementRow =>
        new()
        {
            Code = RecordTypes.Acknowledgement,
            Family = RecordFamily.Receipt,
            Label = "Acknowledgement",
            Measures = ["a68-98:26c", "gge-norm:13b", "gge-norm:13c"],
            Source = "A/76/135 norm 13(b), (c)",
            AlwaysIncluded = ["ofRecord", "dutyDesk", "at"],
            IsTechnical = true,
            IsReply = true,
            Fields = Acknowledgement,
        };

    public static CatalogueRow ResponseRow =>
        new()
        {
            Code = RecordTypes.Response,
            Family = RecordFamily.Message,
            Label = "Response",
            Measures = ["a68-98:26c", "osce:3", "gge-norm:13c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["precedence", "ofRecord", "kind", PhraseReply.PhraseField],
            IsTechnical = true,
            IsReply = true,
            IsAnswer = true,
            MayBreakGlass = true,
            Fields = Response,
            Rules = (_, content, faults) => CheckResponse(content, faults),
        };

    // There is no field for a perpetrator or a responsible State, by design; unknown fields are refused.
    private static ImmutableArray<FieldShape> Notification =>
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
        Shape.Optional("confidence", Confidence),
        Shape.Optional("infrastructureObservedIn", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
        Shape.Optional("impactOnOthers", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("measuresTaken", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("requestToRecipients", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("technicalAnnex", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
        Shape.Optional("nextUpdateBy", Values.Time),
        Shape.Optional("expiresAt", Values.Time),
        Shape.Required("addressees", Shape.List(Addressee, ContentLimits.ParticipantsCountMax)),
    ];

    private static ImmutableArray<FieldShape> Acknowledgement =>
    [
        .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
        Shape.OfRecord,
        Shape.Required("dutyDesk", Values.Line(ContentLimits.NameCharsMax)),
        Shape.Required("at", Values.Time),
        Shape.Optional("intendedNextStep", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("expectedReplyBy", Values.Time),
    ];

    private static ImmutableArray<FieldShape> Response =>
    [
        .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
        Shape.OfRecord,
        Shape.Required("kind", Values.Closed(CodeLists.ResponseKind)),
        Shape.Optional("text", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("attachments", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
        Shape.Pointer(PhraseReply.ContactField),
        Shape.Optional("answerBy", Values.Time),
        Shape.Optional(PhraseReply.PhraseField, Values.Line(ContentLimits.CodeCharsMax)),
    ];

    private static Check Severity =>
        Shape.Object(
            Shape.Optional("scaleId", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Required("level", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Optional("mappedLevel", Values.Open)
        );

    public static Check Confidence =>
        Shape.Object(
            Shape.Required("level", Values.Closed(CodeLists.ConfidenceLevel)),
            Shape.Optional("basis", Values.RunningTexts(ContentLimits.SummaryCharsMax))
        );

    public static Check Addressee =>
        Shape.Object(
            Shape.Required("participantId", Values.Uuid),
            Shape.Optional("contactId", Values.Uuid),
            Shape.Required("role", Values.Closed(CodeLists.AddresseeRole))
        );

    private static bool IsEarlyWarning(JsonElement content) => Json.String(content, "stage") == "early-warning";

    private static void CheckNotification(JsonElement content, Faults faults)
    {
        var isEarlyWarning = IsEarlyWarning(content);
        foreach (var name in (ReadOnlySpan<string>)["confidence", "expiresAt"])
        {
            if (isEarlyWarning && Json.Get(content, name) is null)
            {
                faults.Add(name, "Is required for early-warning.");
            }
        }

        CrossRules.CheckOrder(content, "awareAt", "authoredAt", faults);
        if (Json.String(content, "precedence") != Precedences.Flash)
        {
            return;
        }

        foreach (var (index, text) in Json.List(content, "summary").Index())
        {
            if (Json.String(text, "text") is { } summary && TextRules.Length(summary) > ContentLimits.FlashBodyCharsMax)
            {
                faults.Add(
                    string.Create(CultureInfo.InvariantCulture, $"summary[{index}].text"),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"At most {ContentLimits.FlashBodyCharsMax} characters for flash."
                    )
                );
            }
        }
    }

    private static void CheckResponse(JsonElement content, Faults faults)
    {
        if (Json.String(content, "kind") is { } kind and not "decline" && Json.Get(content, "text") is null)
        {
            faults.Add("text", $"Is required for {kind}.");
        }

        PhraseReply.Check(content, faults);
    }
}
