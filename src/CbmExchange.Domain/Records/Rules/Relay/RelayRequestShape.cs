using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Relay;

/// <summary>relay-request (proto/cbm/record/v1/relay.proto).</summary>
internal static class RelayRequestShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "relay-request",
            Family = RecordFamily.Message,
            Label = "Relay request",
            Measures = ["a68-98:26c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["precedence", "relayOf", "toParticipant", "channel", "consent"],
            UsualTlp = TlpLabels.AmberStrict,
            IsReceiptTimed = true,
            MayBreakGlass = true,
            Fields = Fields,
            ReleaseRule = (question, recipients) => Check(question, recipients),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: true),
            // No pointer: the facilitator does not hold the message, and is told its number all the same.
            Shape.Required(
                "relayOf",
                Shape.Object(
                    Shape.Required("recordId", Values.Uuid),
                    Shape.Required("referenceNumber", Values.Line(ContentLimits.CodeCharsMax)))),
            Shape.Required("toParticipant", Values.Uuid),
            Shape.Required("channel", Values.Closed(CodeLists.RelayChannel)),
            Shape.Required("consent", Values.Closed(CodeLists.RelayConsent)),
            Shape.Required("phoneText", Values.RunningTexts(ContentLimits.NoteCharsMax)),
            Shape.Optional("replyRequestedBy", Values.Time),
        ];

    // The consent is for one facilitator, and whom it is for is reached by nobody else's inbox.
    private static Refusal? Check(ReleaseQuestion question, ImmutableArray<RecipientRelease> recipients) =>
        recipients is [var one]
            && one.Participant.Value != Json.String(question.Content.Claims, "toParticipant")
            ? null
            : ReleaseChecks.No(
                "NOT_ADDRESSED",
                "Your consent is for one facilitator: release it to one participant, and not to the one it is for.");
}
