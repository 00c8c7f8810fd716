using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>national-document (domain.md §4.12; proto/cbm/record/v1/national_document.proto).</summary>
internal static class DocumentShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = RecordTypes.NationalDocument,
            Family = RecordFamily.Document,
            Label = "National document",
            Measures = ["a68-98:26a", "osce:4", "osce:6", "osce:7", "un:3", "oas:1"],
            Source = "A/68/98 §26(a)",
            DateField = "adoptedOn",
            AlwaysIncluded = [ContentDefaults.RelayedForField],
            Fields = Fields,
            Rules = (_, content, faults) => CheckDocument(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
    [
        .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
        Shape.Required("kind", Values.Open),
        Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
        Shape.Required("abstract", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Required("issuingBody", Values.Names(ContentLimits.NameCharsMax)),
        Shape.Optional("adoptedOn", Values.Date),
        Shape.Optional("inForceFrom", Values.Date),
        Shape.Optional("inForceUntil", Values.Date),
        Shape.Required("status", Values.Closed(CodeLists.DocumentStatus)),
        Shape.Required("topics", Shape.List(Values.Open, ContentLimits.ListCountMax)),
        Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
        Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
        Shape.Optional("officialUrl", Values.Url),
        Shape.Optional("extentStatement", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Pointer("replacesDocument"),
        Shape.Pointer("contactId"),
        Shape.Optional("sections", Shape.ListWithIds(Section, ContentLimits.ListCountMax)),
        CommonFields.Relayed,
    ];

    private static Check Section =>
        Shape.Object(
            Shape.Required("id", Values.KebabId),
            Shape.Optional("heading", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("body", Values.RunningTexts(ContentLimits.SectionBodyCharsMax))
        );

    private static void CheckDocument(JsonElement content, Faults faults)
    {
        if (Json.Get(content, "files") is null && Json.Get(content, "officialUrl") is null)
        {
            faults.Add("files", "At least one file or an official URL is required.");
        }

        CrossRules.CheckDates(content, "inForceFrom", "inForceUntil", faults);
    }
}
