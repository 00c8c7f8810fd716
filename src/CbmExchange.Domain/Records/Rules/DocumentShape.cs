using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>national-document (domain.md §4.12; proto/cbm/record/v1/national_document.proto).</summary>
internal static class DocumentShape
{
    public static ImmutableArray<FieldShape> Fields { get; } =
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
        Shape.Optional("replacesDocument", Values.Uuid),
        Shape.Optional("contactId", Values.Uuid),
        Shape.Optional("sections", Shape.ListWithIds(Section, ContentLimits.ListCountMax)),
    ];

    private static Check Section =>
        Shape.Object(
            Shape.Required("id", Values.KebabId),
            Shape.Optional("heading", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("body", Values.RunningTexts(ContentLimits.SectionBodyCharsMax))
        );
}
