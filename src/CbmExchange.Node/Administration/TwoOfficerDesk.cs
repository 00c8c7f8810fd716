using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Officers;
using CbmExchange.Store;

namespace CbmExchange.Node.Administration;

/// <summary>
/// What takes two officers: a new generation of our stream, and letting a peer's stopped stream go on. Who asked first
/// stands in the log, so it outlives a restart.
/// </summary>
internal sealed class TwoOfficerDesk(
    IEventStore store, CommandRunner commands, PeerStateTable peers, OfficerTable officers, PeerDesk desk,
    IPeerConnections connections, NodeIdentity self, TimeProvider time)
{
    /// <summary>The first call asks, the second one, by another officer, opens.</summary>
    public async Task<OpenGenerationResponse> OpenGenerationAsync(
        OfficerCall call, OpenGenerationRequest request, CancellationToken cancellationToken)
    {
        var reply = await commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(OpenGeneration(call, request)), cancellationToken)
            .ConfigureAwait(false);
        if (reply.Generation > 0 && desk.Find(request.Participant) is { } peer)
        {
            await store.PeerStreams.OpenAsync(
                new PeerStreamId(self.Participant, peer, reply.Generation), CancellationToken.None)
                .ConfigureAwait(false);
        }

        return reply;
    }

    /// <summary>The first call asks, the second one, by another officer and for the same fault, releases.</summary>
    public Task<ReleasePeerFaultResponse> ReleaseFaultAsync(
        OfficerCall call, ReleasePeerFaultRequest request, CancellationToken cancellationToken) =>
        commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(ReleaseFault(call, request)), cancellationToken);

    private Outcome<Decision<OpenGenerationResponse>> OpenGeneration(OfficerCall call, OpenGenerationRequest request)
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

        var decided = TwoOfficerDecider.OpenGeneration(
            state, FirstOf(state.GenerationRequest), call.Seat.ToActor(), time.GetUtcNow());
        return decided.Refusal is { } refusal
            ? refusal
            : PeerDesk.Decide(peer, decided.Value, new OpenGenerationResponse
            {
                Generation = decided.Value.OfType<GenerationOpened>().FirstOrDefault()?.Generation ?? 0,
            });
    }

    private Outcome<Decision<ReleasePeerFaultResponse>> ReleaseFault(OfficerCall call, ReleasePeerFaultRequest request)
    {
        if (desk.Find(request.Participant) is not { } peer)
        {
            return Refusal.NotFound;
        }

        var (state, fault) = (peers.Find(peer), connections.FactsOf(peer, "in").Fault);
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
