using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>An honest node never signs a head that does not extend what its recipient holds.</summary>
internal sealed class HeadChecker(SimulatedWorld world)
{
    public void Signing(SimulatedNode node, PeerStreamId stream, CompactRange edge)
    {
        if (world.NodeOf(stream.Recipient)?.Disk.Find(stream) is not { } held)
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
