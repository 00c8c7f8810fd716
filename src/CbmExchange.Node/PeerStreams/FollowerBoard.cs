using System.Collections.Concurrent;
using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>How following each peer stands, in memory.</summary>
internal sealed class FollowerBoard
{
    private readonly ConcurrentDictionary<ParticipantId, FollowerStatus> statuses = [];

    /// <summary>By peer. A peer that is not followed is not there.</summary>
    public IReadOnlyDictionary<ParticipantId, FollowerStatus> All => statuses;

    /// <summary>Writes one down.</summary>
    public void Report(ParticipantId peer, FollowerStatus status) => statuses[peer] = status;

    /// <summary>The peer is no longer followed.</summary>
    public void Remove(ParticipantId peer) => statuses.TryRemove(peer, out _);
}
