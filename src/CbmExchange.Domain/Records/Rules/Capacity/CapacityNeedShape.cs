using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Capacity;

/// <summary>capacity-need (proto/cbm/record/v1/capacity.proto).</summary>
internal static class CapacityNeedShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "capacity-need",
            Family = RecordFamily.Document,
            Label = "Capacity need",
            Measures = ["a68-98:32a", "un:5", "osce:5", "oas:4"],
            Source = "A/68/98 §32(a)",
            Fields = Fields,
            ReleaseRule = (question, _) => NeedAudience.Check(question),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("topic", Values.Open),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("description", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("confidentiality", Values.Closed(CodeLists.NeedAudience)),
            Shape.Optional("status", Values.Closed(CodeLists.CapacityStatus)),
            Shape.Optional("beneficiary", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("sector", Values.Open),
            Shape.Optional("timeframe", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("budgetKnown", Shape.Bool()),
            Shape.Pointer("contactId"),
        ];
}
