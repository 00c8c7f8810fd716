using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Sharing;

/// <summary>permission-reply (proto/cbm/record/v1/sharing.proto).</summary>
internal static class PermissionReplyShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "permission-reply",
            Family = RecordFamily.Message,
            Label = "Permission reply",
            Measures = ["a68-98:26c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["precedence", "ofRecord", "decision"],
            IsReply = true,
            IsAnswer = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
            Shape.OfRecord,
            Shape.Required("decision", Values.Closed(CodeLists.PermissionDecision)),
            Shape.Optional("grantedTo", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
            Shape.Optional("conditions", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("answerBy", Values.Time),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        var decision = Json.String(content, "decision");
        if (decision is "granted" or "granted-in-part" && Json.Get(content, "grantedTo") is null)
        {
            faults.Add("grantedTo", "Name those to whom it may be passed on.");
        }

        if (decision == "granted-in-part" && Json.Get(content, "conditions") is null)
        {
            faults.Add("conditions", "Say what is not granted.");
        }
    }
}
