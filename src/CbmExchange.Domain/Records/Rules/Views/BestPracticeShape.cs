using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Views;

/// <summary>best-practice (proto/cbm/record/v1/positions.proto).</summary>
internal static class BestPracticeShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "best-practice",
            Family = RecordFamily.Document,
            Label = "Best practice",
            Measures = ["a68-98:26a", "a68-98:32a", "osce:5", "osce:14", "un:3", "un:8"],
            Source = "A/68/98 §26(a)",
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("problem", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("practice", Values.RunningTexts(ContentLimits.SectionBodyCharsMax)),
            Shape.Optional("conditions", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("results", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("costs", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("applicabilityNote", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("topics", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("sectors", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
            Shape.Pointer("contactId"),
        ];
}
