using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Events;

/// <summary>exercise-inject (proto/cbm/record/v1/events.proto).</summary>
internal static class ExerciseInjectShape
{
    /// <summary>Ninety days: longer than any exercise with injects by the minute.</summary>
    private const long OffsetMinutesMax = 90 * 24 * 60;

    public static CatalogueRow Row =>
        new()
        {
            Code = "exercise-inject",
            Family = RecordFamily.Message,
            Label = "Exercise inject",
            Measures = ["a68-98:26b", "osce:12", "un:4"],
            Source = "A/68/98 §26(b)",
            OnlyContext = "exercise",
            AlwaysIncluded = ["precedence"],
            Fields =
            [
                .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
                Shape.Optional("atOffsetMinutes", Shape.Integer(0, OffsetMinutesMax)),
                Shape.Required("to", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
                Shape.Required("content", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
                Shape.Required("expectedAction", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            ],
            Warnings = PersonalText.Hints,
        };
}
