using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Capacity;

/// <summary>tool-reference (proto/cbm/record/v1/capacity.proto).</summary>
internal static class ToolReferenceShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "tool-reference",
            Family = RecordFamily.Document,
            Label = "Tool reference",
            Measures = ["a68-98:32d"],
            Source = "A/68/98 §32(d)",
            IsTechnical = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("name", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("kind", Values.Open),
            Shape.Required("description", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("licence", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("maintainer", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("prerequisites", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("topics", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
            Shape.Pointer("contactId"),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (Json.Get(content, "officialUrl") is null && Json.Get(content, "files") is null)
        {
            faults.Add("officialUrl", "Say where it can be found: an address or a file is required.");
        }
    }
}
