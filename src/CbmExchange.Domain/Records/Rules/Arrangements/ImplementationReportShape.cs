using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Arrangements;

/// <summary>implementation-report (proto/cbm/record/v1/arrangements.proto).</summary>
internal static class ImplementationReportShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "implementation-report",
            Family = RecordFamily.Document,
            Label = "Implementation report",
            Measures = ["a68-98:26a", "osce:11", "un:4", "oas:9"],
            Source = "OSCE CBM 11",
            DateField = "periodUntil",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("catalogue", Values.Open),
            Shape.Required("periodFrom", Values.Date),
            Shape.Required("periodUntil", Values.Date),
            Shape.Required("items", Shape.ListWithIds(ReportItem, ContentLimits.ListCountMax)),
            Shape.Optional(
                "evidence",
                Shape.List(ReportEvidence, ContentLimits.ListCountMax)
            ) with { PointsTo = value => Json.String(value, "recordId") },
            Shape.Optional("generalRemarks", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("contactId"),
        ];

    private static Check ReportItem =>
        Shape.Object(
            Shape.Required("id", Values.KebabId),
            Shape.Required("measure", Values.Open),
            Shape.Required("status", Values.Closed(CodeLists.ReportStatus)),
            Shape.Optional("narrative", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("needs", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("unchangedSinceLast", Shape.Bool())
        );

    private static Check ReportEvidence =>
        Shape.Object(
            Shape.Required("itemId", Values.KebabId),
            Shape.Required("recordId", Values.Uuid)
        );

    private static void CheckRules(JsonElement content, Faults faults)
    {
        CrossRules.CheckDates(content, "periodFrom", "periodUntil", faults);
        if (Json.Get(content, "items") is { ValueKind: JsonValueKind.Array } items)
        {
            Shape.RefuseRepeats(items, "measure", "items", faults);
        }
    }
}
