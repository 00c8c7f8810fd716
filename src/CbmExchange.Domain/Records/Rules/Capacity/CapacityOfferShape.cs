using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Capacity;

/// <summary>capacity-offer (proto/cbm/record/v1/capacity.proto).</summary>
internal static class CapacityOfferShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "capacity-offer",
            Family = RecordFamily.Document,
            Label = "Capacity offer",
            Measures = ["a68-98:32a", "un:5", "osce:5", "oas:4"],
            Source = "A/68/98 §32(a)",
            DateField = "availableFrom",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("topic", Values.Open),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("form", Values.Open),
            Shape.Required("description", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("eligibility", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("availableFrom", Values.Date),
            Shape.Optional("availableUntil", Values.Date),
            Shape.Optional("costs", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("status", Values.Closed(CodeLists.CapacityStatus)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Pointer("contactId"),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        CrossRules.CheckDates(content, "availableFrom", "availableUntil", faults);
    }
}
