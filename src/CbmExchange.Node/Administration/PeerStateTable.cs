using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Administration;

/// <summary>What officers decided about each peer, and what was quarantined from it; folded from the log.</summary>
internal sealed class PeerStateTable : IMemoryTable
{
    private const string StreamPrefix = "peer-";

    private volatile ImmutableSortedDictionary<ParticipantId, PeerState> states =
        ImmutableSortedDictionary<ParticipantId, PeerState>.Empty;

    /// <summary>All peers that anything was said about.</summary>
    public ImmutableSortedDictionary<ParticipantId, PeerState> All => states;

    /// <summary>The name of a peer's stream in the log.</summary>
    public static string StreamOf(ParticipantId peer) => StreamPrefix + peer.Value;

    /// <summary>A peer; empty when nothing was said about it.</summary>
    public PeerState Find(ParticipantId peer) => states.GetValueOrDefault(peer, PeerState.Empty);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (!stored.StreamId.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var peer = new ParticipantId(stored.StreamId[StreamPrefix.Length..]);
        states = states.SetItem(peer, Find(peer).Apply(stored.Body));
    }
}
