using CbmExchange.Domain;
using CbmExchange.Node.Administration;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Sync.Following;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.Hosting;

/// <summary>What PeerStreams knows of its connections, in the words of the administration service.</summary>
internal sealed class PeerConnections(FollowerBoard board, HeadGate gate) : IPeerConnections
{
    /// <inheritdoc/>
    public ConnectionFacts FactsOf(ParticipantId peer, string direction) =>
        direction == "in" ? Incoming(peer) : Outgoing(peer);

    /// <inheritdoc/>
    public bool NeedsGeneration(ParticipantId peer) =>
        gate.Phases.TryGetValue(peer, out var phase) && phase == HeadCheckPhase.NeedsGeneration;

    private ConnectionFacts Incoming(ParticipantId peer) => board.All.TryGetValue(peer, out var status)
        ? new ConnectionFacts(
            Text(status.Phase), Received: status.Received, LastContact: status.HeardAt,
            Fault: status.FaultName.Length == 0 ? null : status.FaultName)
        : new ConnectionFacts("waiting");

    private ConnectionFacts Outgoing(ParticipantId peer) => new(
        gate.Phases.TryGetValue(peer, out var phase) && phase == HeadCheckPhase.Allowed ? "live" : "waiting",
        Fault: NeedsGeneration(peer) ? "GENERATION_NEEDED" : null);

    private static string Text(FollowerPhase phase) => phase switch
    {
        FollowerPhase.Connecting => "connecting",
        FollowerPhase.BackFill or FollowerPhase.CutOver => "back-fill",
        FollowerPhase.Live => "live",
        FollowerPhase.Refused or FollowerPhase.Probing => "refused",
        FollowerPhase.Paused => "paused",
        _ => "waiting",
    };
}
