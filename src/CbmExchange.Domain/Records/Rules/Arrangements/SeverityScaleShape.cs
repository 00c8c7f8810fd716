using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Arrangements;

/// <summary>severity-scale (proto/cbm/record/v1/arrangements.proto).</summary>
internal static class SeverityScaleShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "severity-scale",
            Family = RecordFamily.Document,
            Label = "Severity scale",
            Measures = ["a68-98:26e", "osce:15", "oas:11"],
            Source = "A/68/98 §26(e)",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("scaleId", Values.KebabId),
            Shape.Required("name", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("levels", Shape.ListWithIds(SeverityLevel, ContentLimits.ListCountMax)),
            Shape.Optional("mappings", Shape.List(SeverityMapping, ContentLimits.ListCountMax)),
            Shape.Optional("validNote", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Pointer("contactId"),
        ];

    private static Check SeverityLevel =>
        Shape.Object(
            Shape.Required("id", Values.KebabId),
            Shape.Required("rank", Shape.Integer(1, 100)),
            Shape.Required("label", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("criteria", Values.RunningTexts(ContentLimits.SummaryCharsMax))
        );

    private static Check SeverityMapping =>
        Shape.Object(
            Shape.Required("fromLevel", Values.KebabId),
            Shape.Required("toScale", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Required("toLevel", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Required("declaredBy", Values.Line(ContentLimits.NameCharsMax))
        );

    private static void CheckRules(JsonElement content, Faults faults)
    {
        Shape.RefuseRepeatedNumbers(content, "levels", "rank", faults);
        var levels = Json.List(content, "levels").Select(level => Json.String(level, "id")).ToHashSet();
        foreach (var (index, mapping) in Json.List(content, "mappings").Index())
        {
            if (Json.String(mapping, "fromLevel") is { } from && !levels.Contains(from))
            {
                faults.Add(
                    string.Create(CultureInfo.InvariantCulture, $"mappings[{index}].fromLevel"),
                    "Must be the id of a level of this scale."
                );
            }
        }
    }
}
