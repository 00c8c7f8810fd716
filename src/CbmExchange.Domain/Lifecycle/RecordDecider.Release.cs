using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>Release, narrowing, withdrawal.</summary>
public static partial class RecordDecider
{
    /// <summary>
    /// What a release would give to whom. The same checks and the same plan as <see cref="Release"/>, without events,
    /// and
    /// open to anyone who may read own records. Refusals: as Release but for those about who may release.
    /// </summary>
    public static Outcome<ReleasePlan> Preview(
        RecordState state,
        ReleaseRecord command,
        ReleaseSetting setting,
        DateTimeOffset now
    )
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if (Permissions.Check(command.Actor, OfficerAction.ReadOwn, state.Header!.RecordType) is { } refused)
        {
            return refused;
        }

        return Plan(state, command, setting, now);
    }

    /// <summary>
    /// Lets the newest cleared version go at once. Events: RecordReleased, and BreakGlassUsed before it where a duty
    /// officer acts alone. The caller appends one peer entry per recipient in the same transaction. Refusals:
    /// SECOND_PERSON_NEEDED, BREAK_GLASS_REASON_NEEDED, ROLE_NOT_ALLOWED, WRONG_STATE, RELEASE_WAITING,
    /// NEWEST_VERSION_LOST, NOMINATION_MISSING, CONTACT_ENDED, REPLY_TO_ORIGINATOR_ONLY, RED_TO_BODY, those of
    /// <c>PublicChecks</c>, ONWARD_CONSENT_MISSING, INFRASTRUCTURE_AUDIENCE, FIELDS_INVALID and those of every command.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Release(
        RecordState state,
        ReleaseRecord command,
        ReleaseSetting setting,
        Policies policies,
        DateTimeOffset now
    )
    {
        var decided = ReleasePlanned(state, command, setting, policies, now);
        return decided.Refusal is { } refusal ? refusal : decided.Value.Events;
    }

    /// <summary>As <see cref="Release"/>, with the plan that the events came from.</summary>
    public static Outcome<(ReleasePlan Plan, ImmutableArray<IEvent> Events)> ReleasePlanned(
        RecordState state,
        ReleaseRecord command,
        ReleaseSetting setting,
        Policies policies,
        DateTimeOffset now
    )
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if ((OfNewest(state) ?? LifecycleRules.OfDeparture(state)) is { } lost)
        {
            return lost;
        }

        var version = state.NewestCleared!;
        var judged = LifecycleRules.SecondPerson(version, command.Actor, command.BreakGlassReason, policies);
        if (judged.Refusal is { } refused)
        {
            return refused;
        }

        var planned = Plan(state, command, setting, now);
        if (planned.Refusal is { } impossible)
        {
            return impossible;
        }

        var plan = planned.Value;
        var released = Released(state, version, command, plan, now);
        return (plan, [.. Flags(version, command, judged.Value, policies, now), released]);
    }

    // What must be looked at afterwards stands before what was done.
    private static ImmutableArray<IEvent> Flags(
        RecordVersion version,
        ReleaseRecord command,
        Authority by,
        Policies policies,
        DateTimeOffset now
    ) =>
        by switch
        {
            Authority.BreakGlass => [Glass(version, command, policies, now)],
            Authority.SinglePerson =>
            [
                new SinglePersonUsed(version.Header.RecordId, version.Number, "release", command.Actor.Id, now),
            ],
            _ => [],
        };

    private static BreakGlassUsed Glass(
        RecordVersion version,
        ReleaseRecord command,
        Policies policies,
        DateTimeOffset now
    ) =>
        BrokenGlass(
            version.Header,
            version.Number,
            "release",
            command.BreakGlassReason!,
            command.Actor,
            policies,
            now
        );

    private static RecordReleased Released(
        RecordState state,
        RecordVersion version,
        ReleaseRecord command,
        ReleasePlan plan,
        DateTimeOffset now
    ) =>
        new(
            state.Header!.RecordId,
            version.Number,
            version.Signed!.ContentHash,
            command.Grants,
            plan.Bodies,
            plan.Recipients,
            command.Correction,
            command.InfrastructureOverrideReason,
            command.Actor.Id,
            now
        )
        {
            Public = plan.Public is { } world ? PublicOf(version, world) : null,
            Quotes = command.Quotes,
        };

    private static PublicRelease PublicOf(RecordVersion version, RecipientRelease world) =>
        new(
            world.Paths,
            world.Marking,
            RecipientView.Of(version.Content, world.Paths),
            version.Signed!.Statement,
            [
                .. version.Signed.Disclosures.Where(one => world.Paths.Contains(one.Path)).Select(one => one.Encoded),
            ]
        );

    /// <summary>
    /// Stops later versions for some recipients and asks them to delete; it cannot pull back what they hold.
    /// Refusals: ROLE_NOT_ALLOWED, NEVER_RELEASED_TO.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Narrow(RecordState state, NarrowRelease command, DateTimeOffset now)
    {
        var refusal =
            LifecycleRules.OfRecord(state, command)
            ?? Permissions.Check(command.Actor, OfficerAction.Release, state.Header!.RecordType)
            ?? LifecycleRules.OfDeparture(state);
        if (refusal is not null)
        {
            return refusal;
        }

        if (
            command.Participants.IsEmpty
            || command.Participants.Any(participant => !state.Given.ContainsKey(participant))
        )
        {
            return LifecycleRules.No("NEVER_RELEASED_TO", "Only a recipient of this record can be taken out.");
        }

        ImmutableArray<RecipientRelease> recipients =
        [
            .. command
                .Participants.Distinct()
                .Order()
                .Where(participant => !state.Given[participant].IsNarrowed)
                .Select(participant => new RecipientRelease
                {
                    Participant = participant,
                    Paths = [],
                    Marking = state.Given[participant].Marking,
                    Kind = EntryKinds.Narrowed,
                    Replaces = state.Given[participant].ContentHash,
                    NarrowedAt = now,
                }),
        ];
        return recipients.IsEmpty
            ? ImmutableArray<IEvent>.Empty
            : One(new ReleaseNarrowed(state.Header!.RecordId, recipients, command.Actor.Id, now));
    }

    private static Outcome<ReleasePlan> Plan(
        RecordState state,
        ReleaseRecord command,
        ReleaseSetting setting,
        DateTimeOffset now
    )
    {
        if ((OfNewest(state) ?? OfContact(state, state.NewestCleared!) ?? OfCorrection(command)) is { } refusal)
        {
            return refusal;
        }

        var version = state.NewestCleared!;

        var planned = ReleaseResolver.Plan(
            QuestionOf(state, version, command),
            WithReplyTarget(state, setting),
            now
        );

        // domain.md §4.3 invariant 5, §4.9: a reply goes to the originator only, never "reply all".
        return
            planned.IsAccepted
            && state.InReplyTo is { } target
            && planned.Value.Recipients.Any(recipient => recipient.Participant != target.Originator)
            ? LifecycleRules.No("REPLY_TO_ORIGINATOR_ONLY", "A reply goes to the originator of the message only.")
            : planned;
    }

    private static ReleaseQuestion QuestionOf(RecordState state, RecordVersion version, ReleaseRecord command) =>
        new()
        {
            Header = version.Header,
            Content = version.Content,
            ContentHash = version.Signed!.ContentHash,
            Grants = command.Grants,
            Given = state.Given,
            PublicGiven = state.PublicGiven,
            IsCorrection = command.Correction is not null,
            InfrastructureOverrideReason = command.InfrastructureOverrideReason,
        };

    // Whoever holds the version that is not here would be given an older one in its place.
    private static Refusal? OfNewest(RecordState state)
    {
        if (state.Lost is not null)
        {
            return LifecycleRules.No(
                "NEWEST_VERSION_LOST",
                "The newest version is known only from what its recipients gave back after a backup was restored: "
                    + "write a new one, have it cleared, and release that."
            );
        }

        return state.NewestCleared is null
            ? LifecycleRules.WrongState("There is no cleared version to release.")
            : null;
    }

    private static Refusal? OfCorrection(ReleaseRecord command)
    {
        if (command.Correction is not { } correction)
        {
            return null;
        }

        return CodeLists.CorrectionReason.Contains(correction.ReasonClass)
            ? LifecycleRules.OfReason(correction.WhatWasWrong, "correction.whatWasWrong")
            : Refusal.Invalid([
                new FieldFault(
                    "correction.reasonClass",
                    $"Must be one of: {string.Join(", ", CodeLists.CorrectionReason)}."
                ),
            ]);
    }

    // Whoever wrote the message answered holds it, so the reference to it and its case are not stripped.
    private static ReleaseSetting WithReplyTarget(RecordState state, ReleaseSetting setting) =>
        state.InReplyTo is { } target
            ? setting with
            {
                Held = setting.Held.SetItem(
                    target.Originator,
                    setting.Held.GetValueOrDefault(target.Originator, []).Add(target.RecordId)
                ),
                HoldersOfCase = setting.HoldersOfCase.Add(target.Originator),
            }
            : setting;
}
