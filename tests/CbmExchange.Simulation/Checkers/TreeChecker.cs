using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// Each stream that a node holds gives, by the definition of RFC 6962 §2.1 and nothing else, the root in the
/// checkpoint that is kept beside it.
/// </summary>
internal static class TreeChecker
{
    public static void Check(SimulatedWorld world, SimulatedNode node)
    {
        foreach (var stream in node.Disk.PeerStreams.Where(stream => stream.Head is not null))
        {
            if (!Fits(stream))
            {
                world.Violate(
                    $"{node.Identity.Designator} holds {stream.Id.Origin}, which its checkpoint does not prove.");
            }
        }
    }

    /// <summary>True when entries and checkpoint fit.</summary>
    public static bool Fits(DiskStream stream)
    {
        var lines = Encoding.UTF8.GetString(stream.Head!.Checkpoint.Span).Split('\n');
        var leaves = stream.Entries.Select(entry => entry.Entry).ToArray();
        return lines[0] == stream.Id.Origin
            && lines[1] == leaves.Length.ToString(CultureInfo.InvariantCulture)
            && lines[2] == Convert.ToBase64String(Root(leaves));
    }

    // MTH({}) = SHA-256(); MTH({d}) = SHA-256(0x00 || d); MTH(D) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])).
    private static byte[] Root(ReadOnlySpan<ReadOnlyMemory<byte>> leaves)
    {
        if (leaves.IsEmpty)
        {
            return SHA256.HashData([]);
        }

        if (leaves.Length == 1)
        {
            return SHA256.HashData([0x00, .. leaves[0].Span]);
        }

        var half = 1;
        while (half * 2 < leaves.Length)
        {
            half *= 2;
        }

        return SHA256.HashData([0x01, .. Root(leaves[..half]), .. Root(leaves[half..])]);
    }
}
