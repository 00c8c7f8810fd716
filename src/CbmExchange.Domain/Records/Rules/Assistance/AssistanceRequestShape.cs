using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Assistance;

/// <summary>assistance-request (proto/cbm/record/v1/assistance.proto).</summary>
internal static class AssistanceRequestShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "assistance-request",
            Family = RecordFamily.Message,
            Label = "Assistance request",
            Measures = ["a68-98:32d", "gge-norm:13h"],
            Source = "A/76/135 norm 13(h)",
            AlwaysIncluded = ["precedence"],
            IsTechnical = true,
            IsReceiptTimed = true,
            MayBreakGlass = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
            Shape.Required("whatIsSought", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("description", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("incidentId"),
            Shape.Optional("criticalInfrastructureAffected", Values.Closed(CodeLists.YesNoUnknown)),
            Shape.Required("contact", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("contactId"),
            Shape.Optional("sharingConditions", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("lawsToKnow", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("availability", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("addressees", Shape.List(MessageShapes.Addressee, ContentLimits.ParticipantsCountMax)),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (Json.Get(content, "description") is null && Json.Get(content, "incidentId") is null)
        {
            faults.Add("description", "Say what happened: description or incidentId is required.");
        }
    }
}
