using CbmExchange.Domain;
using CbmExchange.Node.Administration;
using CbmExchange.Sync.Following;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.PeerStreams;

/// <summary>How the exchange with each peer stands, in the words of the status page.</summary>
internal sealed class PeerConnections(
    FollowerBoard board, HeadGate gate, PeerSyncServiceImpl serving, FetchedMarks fetched) : IPeerConnections
{
    /// <inheritdoc/>
    public ConnectionFacts FactsOf(ParticipantId peer, string direction) =>
        direction == "in" ? Incoming(peer) : Outgoing(peer);

    /// <inheritdoc/>
    public bool NeedsGeneration(ParticipantId peer) =>
        gate.Phases.TryGetValue(peer, out var phase) && phase == HeadCheckPhase.NeedsGeneration;

    /// <inheritdoc/>
    public LogPosition? FetchedUpTo(ParticipantId peer) => serving.FetchedUpTo(peer);

    /// <inheritdoc/>
    public DateTimeOffset FetchesKnownSince => fetched.Since;

    private ConnectionFacts Incoming(ParticipantId peer) => board.All.TryGetValue(peer, out var status)
        ? new ConnectionFacts(
            Word(status.Phase), status.Received, status.Received, status.HeardAt,
            status.FaultName.Length == 0 ? null : status.FaultName)
        : new ConnectionFacts("waiting");

    private ConnectionFacts Outgoing(ParticipantId peer) => serving.SentTo(peer) is { } sent
        ? new ConnectionFacts("live", Received: sent)
        : new ConnectionFacts(NeedsGeneration(peer) ? "refused" : "waiting");

    private static string Word(FollowerPhase phase) => phase switch
    {
        FollowerPhase.Connecting => "connecting",
        FollowerPhase.BackFill or FollowerPhase.CutOver => "back-fill",
        FollowerPhase.Live => "live",
        FollowerPhase.Refused or FollowerPhase.Probing => "refused",
        _ => "waiting",
    };
}
