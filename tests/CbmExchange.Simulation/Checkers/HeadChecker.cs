using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// An honest node never signs a head that does not extend what its recipient holds, and writes nothing to a recipient
/// before it asked, since its start, what the recipient holds (design D8).
/// </summary>
internal sealed class HeadChecker(SimulatedWorld world)
{
    private readonly HashSet<(int Node, ParticipantId Peer)> asked = [];
    private readonly HashSet<PeerStreamId> replayed = [];

    /// <summary>A process knows nothing of what was asked before it.</summary>
    public void Started(SimulatedNode node) => asked.RemoveWhere(one => one.Node == node.Index);

    /// <summary>A peer answered what it holds, or was found silent.</summary>
    public void Asked(SimulatedNode node, ParticipantId peer) => asked.Add((node.Index, peer));

    /// <summary>Entries of a node's own are durable.</summary>
    public void Written(SimulatedNode node, Commit commit)
    {
        foreach (var recipient in commit.Outgoing.Select(one => one.Stream.Recipient)
            .Where(recipient => !asked.Contains((node.Index, recipient))))
        {
            world.Violate($"{node.Identity.Designator} writes to {recipient.Value} before it asked what that holds.");
        }
    }

    /// <summary>
    /// A recipient took old entries that somebody kept from the line, after their originator went back to a backup that
    /// lacks them. Who was asked before that said truly that it holds nothing, so the originator could not know: two
    /// histories, which the recipient names and two officers end.
    /// </summary>
    public void Replayed(PeerStreamId stream) => replayed.Add(stream);

    public void Signing(SimulatedNode node, PeerStreamId stream, CompactRange edge)
    {
        if (replayed.Contains(stream) || world.NodeOf(stream.Recipient)?.Disk.Find(stream) is not { } held)
        {
            return;
        }

        var common = (int)Math.Min(edge.Size, held.Entries.Count);
        var ours = node.Disk.Find(stream)!.Edges[common];
        if (!ours.Peaks.SequenceEqual(held.Edges[common].Peaks, PeakComparer.Instance))
        {
            world.Violate($"{node.Identity.Designator} signs {stream.Origin} at {edge.Size}, a fork of what is held.");
        }
    }

    private sealed class PeakComparer : IEqualityComparer<byte[]>
    {
        public static PeakComparer Instance { get; } = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] peak) => peak[0];
    }
}
