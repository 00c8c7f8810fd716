using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Assistance;

/// <summary>assistance-reply (proto/cbm/record/v1/assistance.proto).</summary>
internal static class AssistanceReplyShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "assistance-reply",
            Family = RecordFamily.Message,
            Label = "Assistance reply",
            Measures = ["a68-98:32d", "gge-norm:13h"],
            Source = "A/76/135 norm 13(h)",
            AlwaysIncluded = ["precedence", "ofRecord", "canAssist"],
            IsTechnical = true,
            IsReply = true,
            IsAnswer = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
            Shape.OfRecord,
            Shape.Required("canAssist", Values.Closed(CodeLists.CanAssist)),
            Shape.Optional("timeFrame", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("nature", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("scope", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("terms", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("alternativeHelper", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("answerBy", Values.Time),
            Shape.Pointer("furtherContact"),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (Json.String(content, "canAssist") is not ("yes" or "partly"))
        {
            return;
        }

        foreach (var name in (ReadOnlySpan<string>)["timeFrame", "nature", "scope", "terms"])
        {
            if (Json.Get(content, name) is null)
            {
                faults.Add(name, "Is required when help is offered.");
            }
        }
    }
}
