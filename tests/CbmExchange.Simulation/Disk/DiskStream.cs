using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Disk;

/// <summary>One peer stream on a disk, with its edge at every size.</summary>
internal sealed class DiskStream(PeerStreamId id, DateTimeOffset openedAt)
{
    public PeerStreamId Id { get; } = id;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    public bool IsClosed { get; set; }

    public List<StoredPeerEntry> Entries { get; } = [];

    public List<CompactRange> Edges { get; } = [CompactRange.Empty];

    /// <summary>The checkpoint of the last batch; null for an own stream.</summary>
    public VerifiedHead? Head { get; set; }

    public CompactRange Edge => Edges[^1];

    public void Add(StoredPeerEntry entry)
    {
        Entries.Add(entry);
        Edges.Add(Edge.Append([entry.LeafHash]));
    }
}
