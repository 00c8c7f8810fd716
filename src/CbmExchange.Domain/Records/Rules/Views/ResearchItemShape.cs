using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Views;

/// <summary>research-item (proto/cbm/record/v1/positions.proto).</summary>
internal static class ResearchItemShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "research-item",
            Family = RecordFamily.Document,
            Label = "Research item",
            Measures = ["a68-98:32e"],
            Source = "A/68/98 §32(e)",
            DateField = "publishedOn",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("authors", Shape.List(Values.Line(ContentLimits.NoteCharsMax), ContentLimits.ListCountMax)),
            Shape.Required("institution", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("publishedOn", Values.Date),
            Shape.Required("abstract", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("kind", Values.Open),
            Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("topics", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("doi", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("licence", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (new[] { "officialUrl", "doi", "files" }.All(name => Json.Get(content, name) is null))
        {
            faults.Add("officialUrl", "Say where it can be found: an address, a DOI or a file.");
        }
    }
}
