using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Capacity;

/// <summary>expert-roster-entry (proto/cbm/record/v1/capacity.proto).</summary>
internal static class ExpertRosterEntryShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "expert-roster-entry",
            Family = RecordFamily.Document,
            Label = "Expert roster entry",
            Measures = ["a68-98:32d"],
            Source = "A/68/98 §32(d)",
            DateField = "endsOn",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
            Warnings = PersonalText.Hints,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("expertise", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Required("officeName", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Required("consent", ExpertConsent),
            Shape.Required("endsOn", Values.Day),
            Shape.Optional("availability", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("contactId"),
        ];

    private static Check ExpertConsent =>
        Shape.Object(
            Shape.Required("reference", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Required("givenOn", Values.Day)
        );

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (
            Json.Get(content, "consent") is { } consent
            && Json.String(consent, "givenOn") is { } given
            && Json.String(content, "endsOn") is { } ends
            && TextRules.IsDay(given)
            && TextRules.IsDay(ends)
            && string.CompareOrdinal(ends, given) <= 0
        )
        {
            faults.Add("endsOn", "Must be after the day on which consent was given.");
        }
    }
}
