using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>What may be signed: exactly this header and content.</summary>
/// <param name="Version">Stays home.</param>
/// <param name="Header">Always disclosed.</param>
/// <param name="Content">Selectively disclosed.</param>
/// <param name="By">By what right it is cleared.</param>
public sealed record ClearableVersion(int Version, RecordHeader Header, RecordContent Content, Authority By);

/// <summary>Clearance and nomination.</summary>
public static partial class RecordDecider
{
    /// <summary>Gives the working version back with a reason. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID,
    /// WRONG_STATE.</summary>
    public static Outcome<ImmutableArray<IEvent>> Return(RecordState state, ReturnRecord command, DateTimeOffset now) =>
        LifecycleRules.OfRecord(state, command)
        ?? Permissions.Check(command.Actor, OfficerAction.Release, state.Header!.RecordType)
        ?? LifecycleRules.OfReason(command.Reason, "reason")
        ?? (
            state.Working is { Status: VersionStatus.InClearance } working
                ? One(new RecordReturned(state.Header!.RecordId, working.Number, command.Reason, command.Actor.Id, now))
                : Refused(LifecycleRules.WrongState("Only a submitted version can be returned."))
        );

    /// <summary>
    /// First step of clearing: may this officer clear, and what is to be signed? The caller has Envelopes sign it once
    /// and calls <see cref="Clear"/> with the same state. Refusals: SECOND_PERSON_NEEDED, BREAK_GLASS_REASON_NEEDED,
    /// ROLE_NOT_ALLOWED, WRONG_STATE, CONTACT_ENDED, NOMINATION_MISSING and those of every command.
    /// </summary>
    public static Outcome<ClearableVersion> PrepareClear(
        RecordState state,
        ClearRecord command,
        Policies? policies = null
    )
    {
        if ((LifecycleRules.OfRecord(state, command) ?? LifecycleRules.OfDeparture(state)) is { } refusal)
        {
            return refusal;
        }

        var version =
            state.Working is { Status: VersionStatus.InClearance } submitted ? submitted
            : state.Working is { Status: VersionStatus.Draft } draft && IsClearedAsWritten(draft) ? draft
            : null;
        if (version is null)
        {
            return LifecycleRules.WrongState("Only a submitted version can be cleared.");
        }

        if (OfContact(state, version) is { } closed)
        {
            return closed;
        }

        var judged = LifecycleRules.SecondPerson(
            version,
            command.Actor,
            command.BreakGlassReason,
            policies ?? Policies.Default
        );
        return judged.Refusal is { } refused
            ? refused
            : new ClearableVersion(version.Number, version.Header, version.Content, judged.Value);
    }

    /// <summary>
    /// Second step of clearing. Events: RecordCleared, and before it BreakGlassUsed where a duty officer acts alone, or
    /// SinglePersonUsed where the author clears as the policy of a small State allows.
    /// Refusals: as PrepareClear.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Clear(
        RecordState state,
        ClearRecord command,
        SignedVersion signed,
        Policies policies,
        DateTimeOffset now
    )
    {
        var prepared = PrepareClear(state, command, policies);
        if (prepared.Refusal is { } refusal)
        {
            return refusal;
        }

        var version = prepared.Value;
        var cleared = new RecordCleared(
            version.Header.RecordId, version.Version, signed.ContentHash, signed.Statement, signed.Disclosures,
            command.Actor.Id, now);
        return version.By switch
        {
            Authority.BreakGlass => Two(Glass(version, command, policies, now), cleared),
            Authority.SinglePerson => Two(
                new SinglePersonUsed(version.Header.RecordId, version.Version, "clear", command.Actor.Id, now),
                cleared
            ),
            _ => One(cleared),
        };
    }

    private static BreakGlassUsed Glass(
        ClearableVersion version,
        ClearRecord command,
        Policies policies,
        DateTimeOffset now
    ) =>
        BrokenGlass(
            version.Header,
            version.Version,
            "clear",
            command.BreakGlassReason!,
            command.Actor,
            policies,
            now
        );

    /// <summary>
    /// Enters the State's act that names a contact into the version being worked on. The nominating authority does not
    /// become an author by it: the act has its own reference, and what it adds is that reference only.
    /// Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, WRONG_STATE, NOT_A_CONTACT, CONTACT_ENDED.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Nominate(
        RecordState state,
        NominateContact command,
        DateTimeOffset now
    )
    {
        if (OfNominator(state, command) is { } refusal)
        {
            return refusal;
        }

        if (ContentRules.CheckNomination(command.Nomination.ToJson()) is { Length: > 0 } faults)
        {
            return Refusal.Invalid(faults);
        }

        return state.Working is null
            ? LifecycleRules.WrongState("Begin a new version first; the nomination becomes part of it.")
            : One(new ContactNominated(state.Header!.RecordId, command.Nomination, command.Actor.Id, now));
    }

    /// <summary>
    /// Ends a contact. Events: ContactEnded, and RecordWithdrawn for everyone who ever received it.
    /// Refusals: as Nominate.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> EndContact(
        RecordState state,
        EndContact command,
        Policies policies,
        DateTimeOffset now
    )
    {
        var refusal =
            OfNominator(state, command) ?? LifecycleRules.OfReason(command.RemovalReference, "removalReference");
        if (refusal is not null)
        {
            return refusal;
        }

        var ended = new ContactEnded(
            state.Header!.RecordId,
            command.RemovalReference,
            now + policies.PersonalDataAfterEnd,
            command.Actor.Id,
            now
        );
        return !state.WasGiven
            ? One(ended)
            : Two(ended, Withdrawn(state, "no-longer-valid", "stop-using", command.Actor, now));
    }

    private static Refusal? OfNominator(RecordState state, RecordCommand command)
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if (state.Header!.RecordType != RecordTypes.PointOfContact)
        {
            return LifecycleRules.No("NOT_A_CONTACT", "Only a point of contact is nominated.");
        }

        return Permissions.Check(command.Actor, OfficerAction.Nominate, RecordTypes.PointOfContact)
            ?? (state.Ended is not null ? LifecycleRules.No("CONTACT_ENDED", "The contact has ended.") : null);
    }

    // A receipt, a phrase or a reminder has no clearance of its own: it is cleared as it was written.
    private static bool IsClearedAsWritten(RecordVersion version) =>
        RecordTypes.IsReceipt(version.Header.RecordType)
        || PhraseReply.IsOnly(version.Header.RecordType, version.Content)
        || ReminderNote.IsOnly(version.Header.RecordType, version.Content);

    // domain.md §4.6: the nomination is what makes a contact valid, so nothing is signed or released without it.
    private static Refusal? OfContact(RecordState state, RecordVersion version)
    {
        if (state.Ended is not null)
        {
            return LifecycleRules.No("CONTACT_ENDED", "The contact has ended.");
        }

        if (version.Header.RecordType != RecordTypes.PointOfContact)
        {
            return null;
        }

        return Json.Get(version.Content.Claims, ContentDefaults.NominationField) is null
            ? LifecycleRules.No("NOMINATION_MISSING", "The nominating authority must name this contact first.")
            : IsUnconfirmedHandover(state, version)
                ? LifecycleRules.No("NOMINATION_MISSING", "The nominating authority must confirm the handover first.")
                : null;
    }

    private static BreakGlassUsed BrokenGlass(
        RecordHeader header,
        int version,
        string act,
        string reason,
        Actor actor,
        Policies policies,
        DateTimeOffset now
    ) => new(header.RecordId, version, act, reason, now + policies.BreakGlassReviewWithin, actor.Id, now);
}
