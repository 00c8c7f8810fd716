using CbmExchange.Domain;

namespace CbmExchange.Node.Contacts;

/// <summary>Whether a participant has a node that this one exchanges with, in neutral words.</summary>
/// <param name="Of">"this node", "peer", or "waiting: no node admitted".</param>
internal sealed record PeerStanding(Func<ParticipantId, string> Of);
