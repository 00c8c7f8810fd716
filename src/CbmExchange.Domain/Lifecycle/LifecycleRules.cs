using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>Checks that several commands share.</summary>
internal static class LifecycleRules
{
    /// <summary>Reasons and findings: as long as a summary.</summary>
    public const int ReasonCharsMax = ContentLimits.SummaryCharsMax;

    /// <summary>The refusal that any command on an existing record meets first; null when none.</summary>
    public static Refusal? OfRecord(RecordState state, RecordCommand command, bool isWithdrawnAllowed = false)
    {
        if (state.Header is null)
        {
            return Refusal.NotFound;
        }

        if (command.Expected is { } expected && expected != state.Version)
        {
            return new Refusal(
                RefusalKind.VersionConflict,
                "VERSION_CONFLICT",
                "The record moved on since you read it."
            )
            {
                HeldVersion = state.Version,
            };
        }

        return state.Withdrawal is not null && !isWithdrawnAllowed
            ? No("RECORD_WITHDRAWN", "The record was withdrawn; nothing follows a withdrawal.")
            : null;
    }

    public static Refusal? OfReason(string text, string field) =>
        string.IsNullOrWhiteSpace(text) || TextRules.Length(text) > ReasonCharsMax || !TextRules.IsRunningText(text)
            ? Refusal.Invalid([new FieldFault(field, "Must be 1 to 2000 characters without control characters.")])
            : null;

    public static Refusal WrongState(string sentence) => No("WRONG_STATE", sentence);

    public static Refusal No(string reason, string sentence) => new(RefusalKind.FailedPrecondition, reason, sentence);

    /// <summary>The refusal while a decided release waits to leave; null when none does.</summary>
    public static Refusal? OfDeparture(RecordState state) =>
        state.Departure is null
            ? null
            : No(
                "RELEASE_WAITING",
                "A release of this record was decided and waits to leave: recall it first, or wait until it has left."
            );

    /// <summary>
    /// Whether this officer may let the version go further, and by what right.
    /// A receipt needs no second person: it is a fact stated by a human on duty and goes to the originator of the
    /// message only (domain.md §4.9). Nor does a phrase of the library: it gives nothing away (decision 0031).
    /// Nor does a reminder: who has it has the message, and it says nothing of that one's words (decision 0038).
    /// Anything else takes a releasing authority who did not write on it; a duty officer alone only for FLASH and
    /// IMMEDIATE, flagged and reviewed (domain.md §4.3).
    /// A State with one person for all roles may allow that person to clear and release alone, with a delay and a note
    /// (domain.md §4.21 row 33).
    /// </summary>
    public static Outcome<Authority> SecondPerson(
        RecordVersion version,
        Actor actor,
        string? breakGlassReason,
        Policies policies
    )
    {
        var type = version.Header.RecordType;
        if (RecordTypes.IsReceipt(type))
        {
            return Permissions.Check(actor, OfficerAction.Acknowledge, type) is { } refused
                ? refused
                : Authority.SecondPerson;
        }

        var hasAuthority = Permissions.Allowed(actor.Roles, OfficerAction.Release, type);
        if ((hasAuthority && !version.Authors.Contains(actor.Id)) || MaySendPhrase(version, actor)
            || MayRemind(version, actor))
        {
            return Authority.SecondPerson;
        }

        if (Permissions.Allowed(actor.Roles, OfficerAction.BreakGlass, type, version.Precedence))
        {
            return breakGlassReason is null && hasAuthority && policies.SinglePersonDelay is not null
                    ? Authority.SinglePerson
                : breakGlassReason is null
                    ? No(
                        "BREAK_GLASS_REASON_NEEDED",
                        "Acting alone on an urgent message needs a reason; it will be reviewed."
                    )
                : OfReason(breakGlassReason, "breakGlassReason") is { } invalid ? invalid
                : Authority.BreakGlass;
        }

        return hasAuthority && policies.SinglePersonDelay is not null ? Authority.SinglePerson
            : hasAuthority
            ? No("SECOND_PERSON_NEEDED", "Someone who did not write on this version must do this.")
            : new Refusal(RefusalKind.PermissionDenied, "ROLE_NOT_ALLOWED", "Your role does not allow this.");
    }

    private static bool MaySendPhrase(RecordVersion version, Actor actor) =>
        PhraseReply.IsOnly(version.Header.RecordType, version.Content)
        && Permissions.Allowed(actor.Roles, OfficerAction.SendPhrase, version.Header.RecordType);

    private static bool MayRemind(RecordVersion version, Actor actor) =>
        ReminderNote.IsOnly(version.Header.RecordType, version.Content)
        && Permissions.Allowed(actor.Roles, OfficerAction.KeepCase, version.Header.RecordType);
}
