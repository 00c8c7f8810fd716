using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// What a node stores of an honest peer is, byte for byte, what that peer once wrote at the same place of the same
/// stream: nothing altered, invented, exchanged or cut.
/// </summary>
internal sealed class MirrorChecker(SimulatedWorld world)
{
    // All that was ever written at a place: a restored originator may have written twice.
    private readonly Dictionary<(PeerStreamId Stream, long Index), List<StoredPeerEntry>> written = [];

    /// <summary>Entries compared.</summary>
    public long Compared { get; private set; }

    public void Committed(SimulatedNode node, Commit commit)
    {
        foreach (var (stream, first, count) in commit.Outgoing)
        {
            var own = node.Disk.Find(stream)!.Entries;
            for (var index = first; index < first + count; index++)
            {
                if (!written.TryGetValue((stream, index), out var all))
                {
                    written.Add((stream, index), all = []);
                }

                all.Add(own[(int)index]);
            }
        }

        foreach (var batch in commit.Request?.Incoming ?? [])
        {
            if (world.NodeOf(batch.Stream.Originator) is not null)
            {
                Compare(node, batch);
            }
        }
    }

    private void Compare(SimulatedNode node, VerifiedBatch batch)
    {
        var held = node.Disk.Find(batch.Stream)!.Entries;
        foreach (var entry in batch.Entries)
        {
            Compared++;
            var stored = held[(int)entry.Index];
            if (!written.TryGetValue((batch.Stream, entry.Index), out var all)
                || !all.Exists(one => IsSame(one, stored)))
            {
                world.Violate(
                    $"{node.Identity.Designator} stores {batch.Stream.Origin} {entry.Index} otherwise than written.");
            }
        }
    }

    private static bool IsSame(StoredPeerEntry one, StoredPeerEntry other) =>
        one.Entry.Span.SequenceEqual(other.Entry.Span)
        && one.Statement.Span.SequenceEqual(other.Statement.Span)
        && one.Disclosures.SequenceEqual(other.Disclosures, StringComparer.Ordinal);
}
