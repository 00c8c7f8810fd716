using CbmExchange.Domain;
using CbmExchange.Node.Administration;
using CbmExchange.Sync.Following;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.PeerStreams;

/// <summary>How the exchange with each peer stands, in the words of the status page.</summary>
internal sealed class PeerConnections(
    FollowerBoard board, HeadGate gate, PeerTable peers, PeerSyncServiceImpl serving, FetchedMarks fetched)
        : IPeerConnections
{
    /// <inheritdoc/>
    public ConnectionFacts FactsOf(ParticipantId peer, string direction) =>
        direction == "in" ? Incoming(peer) : Outgoing(peer);

    /// <inheritdoc/>
    public bool NeedsGeneration(ParticipantId peer) =>
        gate.Phases.TryGetValue(peer, out var phase) && phase == HeadCheckPhase.NeedsGeneration;

    /// <inheritdoc/>
    public int HeldGeneration(ParticipantId peer) => gate.HeldGeneration(peer);

    /// <inheritdoc/>
    public LogPosition? FetchedUpTo(ParticipantId peer) => serving.FetchedUpTo(peer);

    /// <inheritdoc/>
    public DateTimeOffset FetchesKnownSince => fetched.Since;

    // A peer that is not followed yet, or not now, can be stopped since before.
    private ConnectionFacts Incoming(ParticipantId peer) => board.All.TryGetValue(peer, out var status)
        ? new ConnectionFacts(
            Word(status), status.Received, status.Received, status.HeardAt,
            status.FaultName.Length == 0 ? null : status.FaultName)
        : peers.Find(peer)?.Stopped is { } stopped
            ? new ConnectionFacts(ConnectionFacts.Refused, Fault: stopped.FaultName)
            : new ConnectionFacts("waiting");

    private ConnectionFacts Outgoing(ParticipantId peer)
    {
        var contact = serving.LastContactOf(peer);
        return serving.SentTo(peer) is { } sent
            ? new ConnectionFacts("live", Received: sent, LastContact: contact)
            : new ConnectionFacts(
                NeedsGeneration(peer) ? ConnectionFacts.Refused : "waiting", LastContact: contact);
    }

    private static string Word(FollowerStatus status) => status.Phase switch
    {
        FollowerPhase.Refused or FollowerPhase.Probing => ConnectionFacts.Refused,
        FollowerPhase.Waiting or FollowerPhase.Connecting when status.FaultName.Length > 0 => "retrying",
        FollowerPhase.Connecting => "connecting",
        FollowerPhase.BackFill or FollowerPhase.CutOver => "back-fill",
        FollowerPhase.Live => "live",
        _ => "waiting",
    };
}
