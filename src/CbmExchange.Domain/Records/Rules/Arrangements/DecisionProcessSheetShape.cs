using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Arrangements;

/// <summary>decision-process-sheet (proto/cbm/record/v1/arrangements.proto).</summary>
internal static class DecisionProcessSheetShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "decision-process-sheet",
            Family = RecordFamily.Document,
            Label = "Decision process sheet",
            Measures = ["a68-98:26a", "osce:7", "osce:13"],
            Source = "A/68/98 §26(a)",
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("decidesToNotify", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("speaksToOtherStates", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("coordinatesTechnically", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("actsOutOfHours", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("usualTimeNote", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("legalBasis", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Pointer("contactId"),
        ];
}
