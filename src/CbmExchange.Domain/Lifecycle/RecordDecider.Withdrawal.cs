using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>Withdrawal, and the review of break-glass.</summary>
public static partial class RecordDecider
{
    /// <summary>
    /// Takes the record back: everyone who ever received it is told, also those since excluded, suspended or out of the
    /// body. It takes a releasing authority, not a second person: taking back must not wait.
    /// Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, WRONG_STATE.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Withdraw(
        RecordState state,
        WithdrawRecord command,
        DateTimeOffset now
    )
    {
        var refusal =
            LifecycleRules.OfRecord(state, command)
            ?? Permissions.Check(command.Actor, OfficerAction.Release, state.Header!.RecordType);
        if (refusal is not null)
        {
            return refusal;
        }

        var faults = new List<FieldFault>();
        if (!CodeLists.WithdrawalReason.Contains(command.ReasonClass))
        {
            faults.Add(
                new FieldFault("reasonClass", $"Must be one of: {string.Join(", ", CodeLists.WithdrawalReason)}.")
            );
        }

        if (!CodeLists.WithdrawalRequest.Contains(command.Request))
        {
            faults.Add(new FieldFault("request", $"Must be one of: {string.Join(", ", CodeLists.WithdrawalRequest)}."));
        }

        if (faults.Count > 0)
        {
            return Refusal.Invalid(faults);
        }

        // What was never given is recalled; of what was, taking back must not wait, and takes back the other too.
        return !state.WasGiven && LifecycleRules.OfDeparture(state) is { } waiting ? waiting
            : !state.WasGiven
            ? LifecycleRules.WrongState("It was never released, so there is nothing to withdraw; abandon it instead.")
            : One(Withdrawn(state, command.ReasonClass, command.Request, command.Actor, now));
    }

    /// <summary>
    /// Carries a withdrawal on to holders of the record whom it had not reached, since a backup was restored in
    /// between. No officer decides it: the decision to withdraw was made. Events: WithdrawalTold, or none when
    /// all were told.
    /// </summary>
    /// <param name="state">The record.</param>
    /// <param name="isReady">Whether entries may be written for a participant now (decision 0014).</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<IEvent> TellWithdrawn(
        RecordState state,
        Func<ParticipantId, bool> isReady,
        DateTimeOffset now
    )
    {
        ImmutableArray<RecipientWithdrawal> told =
        [
            .. state.OwedWithdrawal
                .Where(isReady)
                .Select(holder => new RecipientWithdrawal(holder, state.Given[holder].ContentHash)),
        ];
        return state is not { Header: { } header, Withdrawal: { } withdrawal } || told.IsEmpty
            ? []
            : [new WithdrawalTold(header.RecordId, withdrawal.ReasonClass, withdrawal.Request, told, now)];
    }

    /// <summary>
    /// Closes the review of all open uses of break-glass on this record's newest version concerned. The officer
    /// reviewed
    /// never reviews. Refusals: ROLE_NOT_ALLOWED, SECOND_PERSON_NEEDED, FIELDS_INVALID, WRONG_STATE.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Review(
        RecordState state,
        ReviewBreakGlass command,
        DateTimeOffset now
    )
    {
        var refusal =
            LifecycleRules.OfRecord(state, command, isWithdrawnAllowed: true)
            ?? Permissions.Check(command.Actor, OfficerAction.ReviewBreakGlass, state.Header!.RecordType)
            ?? LifecycleRules.OfReason(command.Finding, "finding");
        if (refusal is not null)
        {
            return refusal;
        }

        if (state.BreakGlass.LastOrDefault(use => use.Reviewed is null) is not { } open)
        {
            return LifecycleRules.WrongState("No use of break-glass waits for a review.");
        }

        return state.BreakGlass.Any(use =>
            use.Used.Version == open.Used.Version && use.Used.Officer == command.Actor.Id
        )
            ? LifecycleRules.No("SECOND_PERSON_NEEDED", "Someone else must review this.")
            : One(
                new BreakGlassReviewed(
                    state.Header!.RecordId,
                    open.Used.Version,
                    command.Finding,
                    command.Actor.Id,
                    now
                )
            );
    }

    private static RecordWithdrawn Withdrawn(
        RecordState state,
        string reasonClass,
        string request,
        Actor actor,
        DateTimeOffset now
    ) =>
        new(
            state.Header!.RecordId,
            reasonClass,
            request,
            [.. state.Given.Select(given => new RecipientWithdrawal(given.Key, given.Value.ContentHash))],
            actor.Id,
            now
        );
}
