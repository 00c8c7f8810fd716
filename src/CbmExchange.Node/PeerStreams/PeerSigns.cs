using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Tells whoever follows a peer that the peer called us: it is there again.</summary>
internal sealed class PeerSigns
{
    /// <summary>Called with the peer that was heard. MUST NOT block.</summary>
    public event Action<ParticipantId>? OnHeard;

    /// <summary>A call of this peer came in.</summary>
    public void Heard(ParticipantId peer) => OnHeard?.Invoke(peer);
}
