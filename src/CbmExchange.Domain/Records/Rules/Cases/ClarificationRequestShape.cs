using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Cases;

/// <summary>clarification-request (proto/cbm/record/v1/consultations.proto).</summary>
internal static class ClarificationRequestShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "clarification-request",
            Family = RecordFamily.Message,
            Label = "Clarification request",
            Measures = ["a68-98:26c", "osce:3", "un:2"],
            Source = "OSCE CBM 3",
            AlwaysIncluded = ["precedence", "addressedTo", "level", "replyRequestedBy"],
            UsualTlp = TlpLabels.AmberStrict,
            IsReceiptTimed = true,
            MayBreakGlass = true,
            Fields = Fields,
            Warnings = ToneText.Hints,
            Defaults = (content, policies, now) =>
                Precedences.IsUrgent(Json.String(content.Claims, "precedence"))
                    ? [("replyRequestedBy", now + policies.ClarificationReplyWithin)]
                    : [],
            ReleaseRule = (question, recipients) => CaseAudience.Check(question, recipients),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
            Shape.Required("addressedTo", Values.Uuid),
            Shape.Required("topic", Values.Open),
            Shape.Required("level", Values.Closed(CodeLists.ContactLevel)),
            Shape.Required("question", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("whatWeObserved", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("observedAt", Values.TimeRange),
            Shape.Optional("basis", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("replyRequestedBy", Values.Time),
            Shape.Optional("proposedConsultation", TalkParts.Proposal),
            Shape.Optional("facilitator", TalkParts.Facilitator),
            Shape.Pointer("aboutRecordId"),
        ];
}
