using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Arrangements;

/// <summary>ci-category-statement (proto/cbm/record/v1/arrangements.proto).</summary>
internal static class CiCategoryStatementShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "ci-category-statement",
            Family = RecordFamily.Document,
            Label = "Critical infrastructure categories",
            Measures = ["a68-98:26e", "osce:15", "un:7"],
            Source = "A/68/98 §26(e)",
            DateField = "statedOn",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
            Warnings = AssetText.Hints,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("definition", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("sectors", Shape.List(CiSector, ContentLimits.ListCountMax)),
            Shape.Optional("statedOn", Values.Date),
            Shape.Optional("legalBasis", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Pointer("contactId"),
        ];

    private static Check CiSector =>
        Shape.Object(
            Shape.Required("sector", Values.Open),
            Shape.Optional("services", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("note", Values.RunningTexts(ContentLimits.SummaryCharsMax))
        );

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (
            Json.Get(content, "sectors") is null
            && !Json.List(content, "absent").Any(item => Json.String(item, "field") == "sectors")
        )
        {
            faults.Add("sectors", "Name the sectors, or say in absent that you decline to.");
        }

        foreach (var (path, sentence) in AssetText.Faults(content))
        {
            faults.Add(path, sentence);
        }
    }
}
