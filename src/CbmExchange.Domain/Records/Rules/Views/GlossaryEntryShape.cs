using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Views;

/// <summary>glossary-entry (proto/cbm/record/v1/positions.proto).</summary>
internal static class GlossaryEntryShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "glossary-entry",
            Family = RecordFamily.Document,
            Label = "Glossary entry",
            Measures = ["a68-98:26a", "osce:9"],
            Source = "OSCE CBM 9",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("term", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Required("lang", Values.LanguageTag),
            Shape.Required("definition", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("sourceDocument", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("relatedTerms", Shape.List(RelatedTerm, ContentLimits.ListCountMax)),
            Shape.Optional("politicalNote", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        ];

    private static Check RelatedTerm =>
        Shape.Object(
            Shape.Required("participantId", Values.Uuid),
            Shape.Required("term", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Required("lang", Values.LanguageTag),
            Shape.Required("relation", Values.Closed(CodeLists.TermRelation))
        );

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (
            Json.String(content, "lang") is { } lang
            && Json.List(content, "definition") is { } texts
            && texts.Any()
            && !texts.Any(text => lang.Equals(Json.String(text, "lang"), StringComparison.OrdinalIgnoreCase))
        )
        {
            faults.Add("definition", "One of the texts must be in the language of the term.");
        }
    }
}
