using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// decide(check, command, now) = one event or a refusal, for the facts of a check. The records that leave with it are
/// decided by <see cref="RecordDecider"/> like all others. Pure.
/// </summary>
public static class CheckDecider
{
    /// <summary>Plans a check. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, CHECK_NOBODY.</summary>
    public static Outcome<CheckPlanned> Plan(CheckId id, PlanCheck command, DateTimeOffset now)
    {
        if (Permissions.Check(command.Actor, OfficerAction.Draft, RecordTypes.CommunicationCheck) is { } refused)
        {
            return refused;
        }

        var opensAt = command.OpensAt ?? now;
        var closesAt = command.ClosesAt ?? opensAt + CheckLimits.Window;
        var faults = FaultsOf(command, opensAt, closesAt, now).ToArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        return command.Targets.All(target => target.IsOptedOut)
            ? LifecycleRules.No("CHECK_NOBODY", "Nobody is left to be checked: name a body or participants.")
            : new CheckPlanned(
                id, command.Body, command.ChannelTypes, command.IsAnnounced, command.DutyHours, opensAt, closesAt,
                [.. command.Targets.OrderBy(target => target.Participant)], command.Actor.Id, now);
    }

    /// <summary>
    /// Null when the announcement may leave. Refusals: CHECK_WRONG_PHASE, CHECK_NOT_ANNOUNCED, CHECK_TIME_PASSED.
    /// </summary>
    public static Refusal? MayAnnounce(CheckState check, DateTimeOffset now) =>
        OfPhase(check, CheckPhase.Planned)
        ?? OfTime(check, now)
        ?? (check.Plan.IsAnnounced
            ? null
            : LifecycleRules.No("CHECK_NOT_ANNOUNCED", "This check was planned without an announcement."));

    /// <summary>
    /// Null when the messages may leave. An announced check can be opened without the announcement having left: it is
    /// then recorded so. Refusals: CHECK_WRONG_PHASE, CHECK_NOT_YET, CHECK_TIME_PASSED.
    /// </summary>
    public static Refusal? MayOpen(CheckState check, DateTimeOffset now) =>
        OfPhase(check, CheckPhase.Planned, CheckPhase.Announced)
        ?? OfTime(check, now)
        ?? (now < check.Plan.OpensAt
            ? LifecycleRules.No("CHECK_NOT_YET", "The time at which this check opens has not come.")
            : null);

    /// <summary>
    /// The States to be reminded: those waited for that were not reminded before. Refusals: CHECK_WRONG_PHASE,
    /// CHECK_TIME_PASSED, CHECK_NOBODY.
    /// </summary>
    public static Outcome<ImmutableArray<CheckTarget>> Reminded(CheckState check, DateTimeOffset now)
    {
        if ((OfPhase(check, CheckPhase.Open) ?? OfTime(check, now)) is { } refusal)
        {
            return refusal;
        }

        var waiting = check.Waiting.Where(target => !check.Reminded.Contains(target.Participant)).ToImmutableArray();
        return waiting.IsEmpty
            ? LifecycleRules.No("CHECK_NOBODY", "Nobody is waited for who was not reminded already.")
            : waiting;
    }

    /// <summary>
    /// An officer takes the code of a channel. Refusals: ROLE_NOT_ALLOWED, NOT_FOUND, CHECK_WRONG_PHASE,
    /// CHECK_WRONG_CHANNEL.
    /// </summary>
    public static Outcome<CheckCalled> Call(
        CheckState check, Actor actor, ParticipantId participant, string channel, DateTimeOffset now) =>
        OfTrial(check, actor, participant, channel) is { } refusal ? refusal
        : channel == CheckCodes.NodeInbox
            ? LifecycleRules.No(
                "CHECK_WRONG_CHANNEL", "The message itself tries the node inbox; there is no code to say.")
        : new CheckCalled(check.Plan.Check, participant, channel, actor.Id, now);

    /// <summary>
    /// An officer records what came of a channel. Refusals: ROLE_NOT_ALLOWED, NOT_FOUND, CHECK_WRONG_PHASE,
    /// FIELDS_INVALID, CODE_DIFFERENT.
    /// </summary>
    /// <param name="check">The check.</param>
    /// <param name="command">What is recorded.</param>
    /// <param name="isCodeRight">The code that was read back is the one of this channel.</param>
    /// <param name="policies">How far clocks may differ.</param>
    /// <param name="now">When it is recorded.</param>
    public static Outcome<CheckOutcomeRecorded> Record(
        CheckState check, RecordCheckOutcome command, bool isCodeRight, Policies policies, DateTimeOffset now)
    {
        if (OfTrial(check, command.Actor, command.Participant, command.Channel) is { } refusal)
        {
            return refusal;
        }

        var faults = FaultsOf(command, policies, now).ToArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        var isConfirmation = Contacts.VerificationResults.IsConfirmation(command.Result);
        var triedAt = command.TriedAt ?? now;
        return isConfirmation && !isCodeRight
            ? LifecycleRules.No("CODE_DIFFERENT", "This is not the code of this channel; nothing was recorded.")
            : new CheckOutcomeRecorded(
                check.Plan.Check, command.Participant, command.Channel,
                isConfirmation ? CheckResults.Timed(check, triedAt) : command.Result,
                triedAt, command.Note.Length == 0 ? null : command.Note, command.Actor.Id, now);
    }

    /// <summary>
    /// Takes a signed answer; null when there is nothing to take: it is known, too many codes fitted nothing, or it
    /// says what is not known here (it stays as it was signed, and is read as a record).
    /// </summary>
    /// <param name="check">The check.</param>
    /// <param name="answer">What came; its channel is the one whose code it gave.</param>
    public static CheckAnswerTaken? Take(CheckState check, CheckAnswerTaken answer)
    {
        var known = check.Answers.Where(one => one.Participant == answer.Participant).ToArray();
        var wrong = known.Count(one => one.Channel is null && one.Outcome == CheckCodes.Confirmed);
        return known.Any(one => one.Answer == answer.Answer) || !check.IsSentTo(answer.Participant)
            || !CodeLists.CheckOutcome.Contains(answer.Outcome)
            || (answer.Outcome == CheckCodes.Confirmed && wrong >= CheckLimits.WrongCodesMax)
                ? null
                : answer;
    }

    /// <summary>
    /// When a human answered: as the State states it, but never before the message left nor after the answer was here,
    /// whatever clock it has.
    /// </summary>
    public static DateTimeOffset AnsweredAt(CheckState check, DateTimeOffset? stated, DateTimeOffset storedAt)
    {
        var earliest = check.Opened?.At ?? storedAt;
        return stated is not { } at || at > storedAt ? storedAt
            : at < earliest ? earliest
            : at;
    }

    /// <summary>
    /// Null when the results may be fixed: the time is over, or nobody is waited for. Refusals: ROLE_NOT_ALLOWED,
    /// CHECK_WRONG_PHASE, CHECK_STILL_OPEN.
    /// </summary>
    public static Refusal? MayClose(CheckState check, Actor actor, DateTimeOffset now) =>
        Permissions.Check(actor, OfficerAction.Draft, RecordTypes.CheckResult)
        ?? OfPhase(check, CheckPhase.Open)
        ?? (now < check.Plan.ClosesAt && check.Waiting.Any()
            ? LifecycleRules.No(
                "CHECK_STILL_OPEN", "The reply window is open and some have not answered: their time is not over.")
            : null);

    /// <summary>Null when results may leave. Refusals: CHECK_WRONG_PHASE.</summary>
    public static Refusal? MaySendResults(CheckState check) => OfPhase(check, CheckPhase.Closed);

    /// <summary>Null when there are results to look at. Refusals: CHECK_WRONG_PHASE.</summary>
    public static Refusal? MayReport(CheckState check) => OfPhase(check, CheckPhase.Closed, CheckPhase.Reported);

    private static Refusal? OfTrial(CheckState check, Actor actor, ParticipantId participant, string channel) =>
        Permissions.Check(actor, OfficerAction.Verify, RecordTypes.PointOfContact)
        ?? (check.Find(participant)?.Find(channel) is null ? Refusal.NotFound : null)
        ?? OfPhase(check, CheckPhase.Open);

    private static Refusal? OfPhase(CheckState check, params ReadOnlySpan<CheckPhase> phases) =>
        phases.Contains(check.Phase)
            ? null
            : LifecycleRules.No(
                "CHECK_WRONG_PHASE",
                $"This check is {check.Phase.ToString().ToLowerInvariant()}; that does not go with it.");

    private static Refusal? OfTime(CheckState check, DateTimeOffset now) =>
        now < check.Plan.ClosesAt
            ? null
            : LifecycleRules.No("CHECK_TIME_PASSED", "The time of this check is over: plan a new one.");

    private static IEnumerable<FieldFault> FaultsOf(
        PlanCheck command, DateTimeOffset opensAt, DateTimeOffset closesAt, DateTimeOffset now)
    {
        if (closesAt - opensAt < CheckLimits.WindowMin || closesAt - opensAt > CheckLimits.WindowMax)
        {
            yield return new FieldFault("closesAt", "Must be from 1 hour to 14 days after it opens.");
        }

        if (closesAt <= now)
        {
            yield return new FieldFault("closesAt", "Must not have passed.");
        }

        if (command.Targets.Length > CheckLimits.TargetsCountMax)
        {
            yield return new FieldFault("participants", $"At most {CheckLimits.TargetsCountMax}.");
        }

        if (command.ChannelTypes.IsEmpty || command.ChannelTypes.Except(CodeLists.CheckedChannel).Any())
        {
            yield return new FieldFault(
                "channels", $"Must be one or more of: {string.Join(", ", CodeLists.CheckedChannel)}.");
        }

        if (!CheckCodes.DutyHours.Contains(command.DutyHours))
        {
            yield return new FieldFault("dutyHours", $"Must be one of: {string.Join(", ", CheckCodes.DutyHours)}.");
        }
    }

    private static IEnumerable<FieldFault> FaultsOf(
        RecordCheckOutcome command, Policies policies, DateTimeOffset now)
    {
        if (!CheckCodes.Recorded.Contains(command.Result))
        {
            yield return new FieldFault("result", $"Must be one of: {string.Join(", ", CheckCodes.Recorded)}.");
        }

        if (command.TriedAt is { } at && at > now + policies.ClockSkewMax)
        {
            yield return new FieldFault("triedAt", "Must not lie in the future.");
        }

        if (!TextRules.IsPlainLine(command.Note) || TextRules.Length(command.Note) > ContentLimits.NoteCharsMax)
        {
            yield return new FieldFault(
                "note", $"Must be one line of at most {ContentLimits.NoteCharsMax} characters.");
        }
    }
}
