using CbmExchange.Domain;

namespace CbmExchange.Node.Administration;

/// <summary>What the followers and servers of peer streams know beside the store. PeerStreams implements it.</summary>
internal interface IPeerConnections
{
    /// <summary>Facts of one direction ("in" or "out"); those of an unknown peer are empty.</summary>
    ConnectionFacts FactsOf(ParticipantId peer, string direction);

    /// <summary>
    /// Position of the log up to which the peer fetched all that is for it; null when that is not known, e.g. since
    /// this node started and the peer did not call.
    /// </summary>
    LogPosition? FetchedUpTo(ParticipantId peer);

    /// <summary>From when on it is known what peers fetched.</summary>
    DateTimeOffset FetchesKnownSince { get; }

    /// <summary>True when the peer proved to hold more of our stream than we do and nobody can give it back.</summary>
    bool NeedsGeneration(ParticipantId peer);

    /// <summary>
    /// The latest generation of our stream that the peer proved to hold, which may be later than ours after a restored
    /// backup; 0 when none is known.
    /// </summary>
    int HeldGeneration(ParticipantId peer);
}
