using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Events;

/// <summary>exercise (proto/cbm/record/v1/events.proto).</summary>
internal static class ExerciseShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "exercise",
            Family = RecordFamily.Document,
            Label = "Exercise",
            Measures = ["a68-98:26b", "osce:12", "un:4"],
            Source = "A/68/98 §26(b)",
            AlwaysIncluded = ["exerciseId", "startsAt", "endsAt", "noDuffProcedure"],
            DateField = "startsAt",
            Fields = Fields,
            Rules = CheckRules,
            Warnings = PersonalText.Hints,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Optional("exerciseId", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Required("name", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("directorId", Values.Uuid),
            Shape.Required("participants", Shape.List(ExerciseParticipant, ContentLimits.ParticipantsCountMax)),
            Shape.Required("startsAt", Values.Time),
            Shape.Required("endsAt", Values.Time),
            Shape.Required("objective", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("scenario", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("scenarioDesignators", Shape.List(Values.ScenarioDesignator, ContentLimits.ListCountMax)),
            Shape.Optional("rulesOfPlay", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("noDuffProcedure", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("controllers", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("channelsAllowed", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Pointer("contactId"),
        ];

    private static Check ExerciseParticipant =>
        Shape.Object(
            Shape.Required("participantId", Values.Uuid),
            Shape.Required("consentReference", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Required("consentedOn", Values.Day)
        );

    private static void CheckRules(RecordHeader header, JsonElement content, Faults faults)
    {
        CrossRules.CheckOrder(content, "startsAt", "endsAt", faults);
        if (Json.Get(content, "participants") is { ValueKind: JsonValueKind.Array } participants)
        {
            Shape.RefuseRepeats(participants, "participantId", "participants", faults);
        }

        // One claim, one value: in an exercise the header states it for all to read (PROTOCOL.md §3, CLAIM_COLLISION).
        var isStated = Json.String(content, "exerciseId") is not null;
        if (isStated == header.ExerciseId is not null)
        {
            faults.Add(
                "exerciseId",
                isStated ? "The record itself states its exercise; leave it out here." : "Is required.");
        }
    }
}
