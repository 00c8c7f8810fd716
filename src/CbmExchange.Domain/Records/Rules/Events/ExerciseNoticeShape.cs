using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Events;

/// <summary>exercise-notice (proto/cbm/record/v1/events.proto).</summary>
internal static class ExerciseNoticeShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "exercise-notice",
            Family = RecordFamily.Message,
            Label = "Notice of an exercise's director",
            Measures = ["a68-98:26b", "osce:12", "un:4"],
            Source = "A/68/98 §26(b)",
            OnlyContext = "exercise",
            MayBreakGlass = true,
            AlwaysIncluded = ["precedence", "kind"],
            Fields =
            [
                .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
                Shape.Required("kind", Values.Closed(CodeLists.ExerciseNoticeKind)),
                Shape.Optional("reason", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            ],
            Warnings = PersonalText.Hints,
        };
}
