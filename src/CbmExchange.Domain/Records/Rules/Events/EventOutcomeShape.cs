using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Events;

/// <summary>event-outcome (proto/cbm/record/v1/events.proto).</summary>
internal static class EventOutcomeShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "event-outcome",
            Family = RecordFamily.Document,
            Label = "Event outcome",
            Measures = ["a68-98:26b", "osce:11", "osce:12"],
            Source = "A/68/98 §26(b)",
            DateField = "heldOn",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Pointer("eventId"),
            Shape.Required("kind", Values.Closed(CodeLists.OutcomeKind)),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("text", Values.RunningTexts(ContentLimits.SectionBodyCharsMax)),
            Shape.Optional("heldOn", Values.Date),
            Shape.Required("attributionRule", Values.Closed(CodeLists.AttributionRule)),
            Shape.Optional("agreedBy", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
            Shape.Optional("textSha256", Values.Sha256),
            Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        var isAgreed = Json.String(content, "kind") == "agreed-text";
        foreach (var name in (ReadOnlySpan<string>)["agreedBy", "textSha256"])
        {
            if (isAgreed != Json.Get(content, name) is not null)
            {
                faults.Add(name, "Is required for agreed-text, and absent otherwise.");
            }
        }
    }
}
