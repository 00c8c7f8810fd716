using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Views;

/// <summary>policy-brief (proto/cbm/record/v1/positions.proto).</summary>
internal static class PolicyBriefShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "policy-brief",
            Family = RecordFamily.Document,
            Label = "Policy brief",
            Measures = ["a68-98:26d"],
            Source = "A/68/98 §26(d)",
            DateField = "asOf",
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("summary", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("implications", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("considerations", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("asOf", Values.Time),
            Shape.Optional("sectors", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("crossBorder", Values.Closed(CodeLists.CrossBorder)),
            Shape.Optional("confidence", MessageShapes.Confidence),
            Shape.Pointer("derivedFromId"),
            Shape.Pointer("contactId"),
        ];
}
