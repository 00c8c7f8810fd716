using System.Collections.Immutable;
using CbmExchange.Domain.Exercises;

namespace CbmExchange.Domain.Records.Rules.Events;

/// <summary>exercise-consent (proto/cbm/record/v1/events.proto).</summary>
internal static class ExerciseConsentShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = ExerciseConsent.RecordType,
            Family = RecordFamily.Message,
            Label = "Consent to an exercise",
            Measures = ["a68-98:26b", "osce:12", "un:4"],
            Source = "A/68/98 §26(b)",
            OnlyContext = "exercise",
            AlwaysIncluded = ["precedence", "announcementId", "answer"],
            Fields =
            [
                .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
                // No pointer: other players hold the announcement from its director, not from this node.
                Shape.Required("announcementId", Values.Uuid),
                Shape.Required("answer", Values.Closed(CodeLists.ExerciseConsentAnswer)),
                Shape.Optional("note", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            ],
            Warnings = PersonalText.Hints,
        };
}
