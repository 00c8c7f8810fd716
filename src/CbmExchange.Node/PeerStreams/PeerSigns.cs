using System.Collections.Concurrent;
using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Tells whoever follows a peer that the peer called us: it is there again.</summary>
internal sealed class PeerSigns(TimeProvider time)
{
    private readonly ConcurrentDictionary<ParticipantId, DateTimeOffset> heardAt = [];

    /// <summary>Called with the peer that was heard. MUST NOT block.</summary>
    public event Action<ParticipantId>? OnHeard;

    /// <summary>A call of this peer came in.</summary>
    public void Heard(ParticipantId peer)
    {
        heardAt[peer] = time.GetUtcNow();
        OnHeard?.Invoke(peer);
    }

    /// <summary>When it last called; null when not since the start.</summary>
    public DateTimeOffset? HeardAt(ParticipantId peer) => heardAt.TryGetValue(peer, out var at) ? at : null;
}
