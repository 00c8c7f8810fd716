using System.Collections.Immutable;
using CbmExchange.Domain.Officers;

namespace CbmExchange.Domain.Peers;

/// <summary>
/// What takes two different officers, one of them an administrator, in either order: the first asks, which is kept in
/// the log, the second confirms. What a first one asked holds for <see cref="WaitMax"/>.
/// </summary>
public static class TwoOfficerDecider
{
    /// <summary>A request that nobody seconds in this time is forgotten: what was looked at may have changed.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromHours(24);

    /// <summary>
    /// Asks for, or opens, a new generation of our stream to a peer. No event when the same officer asks again.
    /// Refusals: ROLE_NOT_ALLOWED, NOT_FOUND.
    /// </summary>
    /// <param name="state">The peer.</param>
    /// <param name="first">Who asked before, with the roles held now; null when nobody, or no officer any more.</param>
    /// <param name="by">Who commands.</param>
    /// <param name="now">When.</param>
    public static Outcome<ImmutableArray<IEvent>> OpenGeneration(
        PeerState state, Actor? first, Actor by, DateTimeOffset now) =>
        Decide(
            state,
            new Question(state.GenerationRequest, ""),
            first,
            by,
            now,
            peer => new GenerationRequested(peer, by.Id, now),
            (peer, admin, second) => new GenerationOpened(peer, state.OwnGeneration + 1, admin, second, now));

    /// <summary>
    /// Asks to let, or lets, a peer's stream go on although it was stopped by a fault: whoever confirms trusts the peer
    /// in spite of what it signed. A request about another fault does not count. No event when the same officer asks
    /// again. Refusals: ROLE_NOT_ALLOWED, NOT_FOUND, NO_OPEN_FAULT.
    /// </summary>
    /// <param name="state">The peer.</param>
    /// <param name="openFault">Name of the fault for which its stream is stopped now; null when it is not.</param>
    /// <param name="first">Who asked before, with the roles held now; null when nobody, or no officer any more.</param>
    /// <param name="by">Who commands.</param>
    /// <param name="now">When.</param>
    public static Outcome<ImmutableArray<IEvent>> ReleaseFault(
        PeerState state, string? openFault, Actor? first, Actor by, DateTimeOffset now)
    {
        var decided = Decide(
            state,
            new Question(state.FaultReleaseRequest, openFault ?? ""),
            first,
            by,
            now,
            peer => new PeerFaultReleaseRequested(peer, openFault ?? "", by.Id, now),
            (peer, admin, second) => new PeerFaultReleased(peer, openFault ?? "", admin, second, now));
        return decided.IsAccepted && openFault is null
            ? new Refusal(
                RefusalKind.FailedPrecondition, "NO_OPEN_FAULT", "The stream of this peer is not stopped by a fault.")
            : decided;
    }

    private static Outcome<ImmutableArray<IEvent>> Decide(
        PeerState state, Question question, Actor? first, Actor by, DateTimeOffset now,
        Func<ParticipantId, IEvent> ask, Func<ParticipantId, OfficerId, OfficerId, IEvent> confirm)
    {
        if (Permissions.Check(by, OfficerAction.ConfirmPeer) is { } refused)
        {
            return refused;
        }

        if (state.Admitted is null)
        {
            return Refusal.NotFound;
        }

        var peer = state.Peer!.Value;
        if (first is null || !question.Waits(first, now))
        {
            return ImmutableArray.Create(ask(peer));
        }

        if (first.Id == by.Id)
        {
            return ImmutableArray<IEvent>.Empty;
        }

        var (admin, second) = IsAdmin(first) ? (first, by) : (by, first);
        return IsAdmin(admin) && Permissions.Allowed(second.Roles, OfficerAction.ConfirmPeer)
            ? ImmutableArray.Create(confirm(peer, admin.Id, second.Id))
            : new Refusal(
                RefusalKind.PermissionDenied, "ROLE_NOT_ALLOWED", "One of the two officers must be a node admin.");
    }

    private static bool IsAdmin(Actor actor) => Permissions.Allowed(actor.Roles, OfficerAction.Administer);

    private sealed record Question(WaitingRequest? Request, string About)
    {
        public bool Waits(Actor first, DateTimeOffset now) =>
            Request is { } request && request.Officer == first.Id && request.About == About
            && now - request.At < WaitMax;
    }
}
