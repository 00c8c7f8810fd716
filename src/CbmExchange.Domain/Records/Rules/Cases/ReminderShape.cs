using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Cases;

/// <summary>reminder (proto/cbm/record/v1/reminder.proto).</summary>
internal static class ReminderShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = RecordTypes.Reminder,
            Family = RecordFamily.Message,
            Label = "Reminder",
            Measures = ["a68-98:26c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded =
                ["precedence", ReminderNote.OfField, ReminderNote.OfNumberField, ReminderNote.ContactField, "at"],
            UsualTlp = TlpLabels.AmberStrict,
            IsTechnical = true,
            Fields = Fields,
            ReleaseRule = (question, recipients) => Check(question, recipients),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: true),
            Shape.Required(ReminderNote.OfField, Values.RecordReference) with
            {
                PointsTo = value => Json.String(value, "recordId"),
            },
            Shape.Required(
                ReminderNote.OfNumberField,
                Shape.String(ReferenceNumber.IsValid, "Must be a reference number with its check character.")),
            // No pointer: it is the recipient's own contact.
            Shape.Optional(ReminderNote.ContactField, Values.Uuid),
            Shape.Required("at", Values.Time),
        ];

    // A pointer to what a recipient does not hold is stripped: then it was not given the message.
    private static Refusal? Check(ReleaseQuestion question, ImmutableArray<RecipientRelease> recipients) =>
        recipients is [var one] && one.Paths.Contains(new ClaimPath(ReminderNote.OfField))
            ? null
            : ReleaseChecks.No(
                "NOT_ADDRESSED",
                "A reminder goes to one participant, and to one who was given the message.");
}
