using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Officers;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Administration;

/// <summary>
/// What takes two officers: a new generation of our stream, and letting a peer's stopped stream go on. Who asked first
/// stands in the log, so it outlives a restart.
/// </summary>
internal sealed class TwoOfficerDesk(
    CommandRunner commands, PeerStateTable peers, OfficerTable officers, PeerDesk desk, IPeerConnections connections,
    GenerationCarrier carrier, DisclosureTurn turn, TimeProvider time)
{
    /// <summary>
    /// The first call asks, the second one, by another officer, opens. The new generation begins with the present state
    /// of all that the peer was given, in the same transaction.
    /// </summary>
    public Task<OpenGenerationResponse> OpenGenerationAsync(
        OfficerCall call, OpenGenerationRequest request, CancellationToken cancellationToken) =>
        turn.RunAsync(
            () => commands.RunAsync(
                call, request.CommandId, () => DecideOpeningAsync(call, request, cancellationToken),
                cancellationToken),
            cancellationToken);

    /// <summary>The first call asks, the second one, by another officer and for the same fault, releases.</summary>
    public Task<ReleasePeerFaultResponse> ReleaseFaultAsync(
        OfficerCall call, ReleasePeerFaultRequest request, CancellationToken cancellationToken) =>
        commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(ReleaseFault(call, request)), cancellationToken);

    private async Task<Outcome<Decision<OpenGenerationResponse>>> DecideOpeningAsync(
        OfficerCall call, OpenGenerationRequest request, CancellationToken cancellationToken)
    {
        if (desk.Find(request.Participant) is not { } peer || peers.Find(peer) is not { Admitted: not null } state)
        {
            return Refusal.NotFound;
        }

        if (!connections.NeedsGeneration(peer))
        {
            return new Refusal(RefusalKind.FailedPrecondition, "STREAM_NOT_BEHIND",
                "The peer does not hold more of our stream than we do; a new generation is not needed.");
        }

        // One that we lost with the backup and the peer holds must never be signed a second time.
        var known = state with { OwnGeneration = Math.Max(state.OwnGeneration, connections.HeldGeneration(peer)) };
        var decided = TwoOfficerDecider.OpenGeneration(
            known, FirstOf(state.GenerationRequest), call.Seat.ToActor(), time.GetUtcNow());
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var opened = decided.Value.OfType<GenerationOpened>().FirstOrDefault();
        var decision = PeerDesk.Decide(
            peer, decided.Value, new OpenGenerationResponse { Generation = opened?.Generation ?? 0 });
        if (opened is null)
        {
            return decision;
        }

        var opening = await carrier.OpeningAsync(peer, opened.Generation, cancellationToken)
            .ConfigureAwait(false);
        return opening is not null
            ? decision with { Openings = [opening] }
            : new Refusal(RefusalKind.ResourceExhausted, "GENERATION_TOO_LARGE",
                "The peer was given more than a new generation can begin with (200,000 entries or 512 MiB); nothing "
                + "was opened. Ask the maintainers of this software.");
    }

    private Outcome<Decision<ReleasePeerFaultResponse>> ReleaseFault(OfficerCall call, ReleasePeerFaultRequest request)
    {
        if (desk.Find(request.Participant) is not { } peer)
        {
            return Refusal.NotFound;
        }

        var (state, fault) = (peers.Find(peer), connections.FactsOf(peer, "in").OpenFault);
        var decided = TwoOfficerDecider.ReleaseFault(
            state, fault, FirstOf(state.FaultReleaseRequest), call.Seat.ToActor(), time.GetUtcNow());
        return decided.Refusal is { } refusal
            ? refusal
            : PeerDesk.Decide(peer, decided.Value, new ReleasePeerFaultResponse
            {
                Released = decided.Value.OfType<PeerFaultReleased>().Any(),
                Fault = fault,
            });
    }

    // With the roles held now: who lost the role, or left, does not count as the first of two any more.
    private Actor? FirstOf(WaitingRequest? request) =>
        request is null ? null : officers.Find(request.Officer)?.ToActor();
}
