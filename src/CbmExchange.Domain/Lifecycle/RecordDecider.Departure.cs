using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <content>Releases that wait before they leave, and can be recalled until then (domain.md §4.21 row 15).</content>
public static partial class RecordDecider
{
    /// <summary>
    /// As <see cref="ReleasePlanned"/>; where the policies want it to wait, the events say what leaves when, in place
    /// of RecordReleased, and no entry is written. Refusals: as Release.
    /// </summary>
    public static Outcome<(ReleasePlan Plan, ImmutableArray<IEvent> Events)> ReleaseOrSchedule(
        RecordState state,
        ReleaseRecord command,
        ReleaseSetting setting,
        Policies policies,
        DateTimeOffset now
    )
    {
        var decided = ReleasePlanned(state, command, setting, policies, now);
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var (plan, events) = decided.Value;
        var wait = WaitOf(state.NewestCleared!, events.Any(one => one is SinglePersonUsed), policies);
        return wait > TimeSpan.Zero && !plan.IsEmpty
            ? (plan, [.. events.Select(one => one is RecordReleased released ? Scheduled(released, wait) : one)])
            : decided;
    }

    /// <summary>How long a release of the version waits: zero for immediate and flash.</summary>
    public static TimeSpan WaitOf(RecordVersion version, bool isSinglePerson, Policies policies)
    {
        var isRecallable = RecordCatalogue.Find(version.Header.RecordType)?.Family switch
        {
            RecordFamily.Message => !Precedences.IsUrgent(version.Precedence),
            RecordFamily.Document => policies.RecallsDocuments,
            _ => false,
        };
        var window = isRecallable ? policies.RecallWindow : TimeSpan.Zero;
        var delay = isSinglePerson ? policies.SinglePersonDelay ?? TimeSpan.Zero : TimeSpan.Zero;
        return window > delay ? window : delay;
    }

    /// <summary>
    /// Takes back a release that waits. It gives nothing away, so whoever may write or release the type does it alone.
    /// Refusals: ROLE_NOT_ALLOWED, WRONG_STATE.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Recall(RecordState state, RecallRelease command, DateTimeOffset now)
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if (
            !Permissions.Allowed(command.Actor.Roles, OfficerAction.Draft, state.Header!.RecordType)
            && Permissions.Check(command.Actor, OfficerAction.Release, state.Header.RecordType) is { } refused
        )
        {
            return refused;
        }

        return state.Departure is null
            ? LifecycleRules.WrongState(
                "No release of this record waits to leave. What has left cannot be recalled: withdraw it."
            )
            : One(new ReleaseRecalled(state.Header.RecordId, command.Actor.Id, now));
    }

    /// <summary>
    /// Lets a release leave whose time has come. It is decided again by what holds now, and gives nobody more than what
    /// was decided then: no recipient, part or wider marking that the officer was not shown. Events: RecordReleased, or
    /// ReleaseStopped where nothing may leave any more; none while nothing is due.
    /// </summary>
    public static ImmutableArray<IEvent> Leave(RecordState state, ReleaseSetting setting, DateTimeOffset now)
    {
        if (state.Departure is not { } waiting || waiting.LeavesAt > now)
        {
            return [];
        }

        var command = new ReleaseRecord
        {
            // The right to release was judged when it was decided.
            Actor = new Actor(waiting.Officer, []),
            Grants = waiting.Grants,
            Correction = waiting.Correction,
            InfrastructureOverrideReason = waiting.InfrastructureOverrideReason,
            Quotes = waiting.Quotes,
        };
        var planned = Plan(state, command, setting, now);
        if (planned.Refusal is { } refusal)
        {
            return [new ReleaseStopped(waiting.RecordId, refusal.Reason, now)];
        }

        var plan = Departures.Limit(planned.Value, waiting, setting);
        return plan.IsEmpty
            ? [new ReleaseStopped(waiting.RecordId, "NOBODY_LEFT", now)]
            : [Released(state, state.NewestCleared!, command, plan, now)];
    }

    private static ReleaseScheduled Scheduled(RecordReleased released, TimeSpan wait) =>
        new(
            released.RecordId,
            released.Version,
            released.ContentHash,
            released.Grants,
            released.Recipients,
            released.Correction,
            released.InfrastructureOverrideReason,
            released.At + wait,
            released.Officer,
            released.At
        )
        {
            Public = released.Public,
            Quotes = released.Quotes,
        };
}
