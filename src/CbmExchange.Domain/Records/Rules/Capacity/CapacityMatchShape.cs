using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Capacity;

/// <summary>capacity-match (proto/cbm/record/v1/capacity.proto).</summary>
internal static class CapacityMatchShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "capacity-match",
            Family = RecordFamily.Document,
            Label = "Capacity match",
            Measures = ["a68-98:32a", "un:5"],
            Source = "A/68/98 §32(a)",
            DateField = "agreedOn",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
            ReleaseRule = (question, _) => NeedAudience.Check(question),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Pointer("needId"),
            Shape.Pointers("offerIds"),
            Shape.Required("chosenByRequester", Shape.Bool()),
            Shape.Optional("confidentiality", Values.Closed(CodeLists.NeedAudience)),
            Shape.Required("status", Values.Closed(CodeLists.CapacityStatus)),
            Shape.Optional("agreedOn", Values.Date),
            Shape.Optional("outcome", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("contactId"),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (Json.Get(content, "chosenByRequester") is { ValueKind: JsonValueKind.False })
        {
            faults.Add("chosenByRequester", "Must be true: who needs help chooses among the offers.");
        }
    }
}
