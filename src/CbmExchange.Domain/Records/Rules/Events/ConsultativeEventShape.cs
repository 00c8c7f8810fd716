using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Events;

/// <summary>consultative-event (proto/cbm/record/v1/events.proto).</summary>
internal static class ConsultativeEventShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "consultative-event",
            Family = RecordFamily.Document,
            Label = "Consultative event",
            Measures = ["a68-98:26b", "osce:5", "osce:11", "osce:12", "un:6", "a68-98:32c"],
            Source = "A/68/98 §26(b)",
            DateField = "startsAt",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("kind", Values.Open),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("status", Values.Closed(CodeLists.EventStatus)),
            Shape.Required("organiser", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("host", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("startsAt", Values.Time),
            Shape.Required("endsAt", Values.Time),
            Shape.Required("timeZone", Values.TimeZone),
            Shape.Optional("format", Values.Closed(CodeLists.EventFormat)),
            Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("interpretation", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("intendedFor", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("topics", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("agenda", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
            Shape.Optional("registrationUrl", Values.Url),
            Shape.Optional("registrationUntil", Values.Date),
            Shape.Pointer("registrationContactId"),
            Shape.Pointer("outcomeId"),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        CrossRules.CheckOrder(content, "startsAt", "endsAt", faults);
    }
}
