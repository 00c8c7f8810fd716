using CbmExchange.Domain;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Contacts;

/// <summary>Whether a participant has a node that this one exchanges with, in neutral words.</summary>
internal sealed class PeerStanding(PeerTable peers, NodeIdentity identity)
{
    /// <summary>"this node", "peer", or "waiting: no node admitted".</summary>
    public string Of(ParticipantId participant) =>
        participant == identity.Participant ? "this node"
        : peers.Find(participant) is null ? "waiting: no node admitted"
        : "peer";
}
