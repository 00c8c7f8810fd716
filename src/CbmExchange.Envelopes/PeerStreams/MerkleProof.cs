using System.Numerics;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// Checks inclusion and consistency proofs as in RFC 9162 §2.1.3.2 and §2.1.4.2; <see cref="MerkleTree"/> makes them.
/// </summary>
public static class MerkleProof
{
    /// <summary>Hashes of a proof: two per level of a tree of 2^63 leaves.</summary>
    public const int ProofHashesMax = 126;

    /// <summary>True when the proof shows the leaf at the index of the tree with this size and root.</summary>
    public static bool VerifyInclusion(
        ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || !IsWellFormed(proof))
        {
            return false;
        }

        var (node, last) = (index, size - 1);
        var hash = leafHash.ToArray();
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = CompactRange.HashNode(sibling, hash);
                (node, last) = SkipLeftEdges(node, last);
            }
            else
            {
                hash = CompactRange.HashNode(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>True when the proof shows that the second tree extends the first.</summary>
    public static bool VerifyConsistency(
        long firstSize,
        ReadOnlySpan<byte> firstRoot,
        long secondSize,
        ReadOnlySpan<byte> secondRoot,
        IReadOnlyList<byte[]> proof)
    {
        if (firstSize < 0 || firstSize > secondSize || !IsWellFormed(proof))
        {
            return false;
        }

        if (firstSize == secondSize)
        {
            return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        }

        if (firstSize == 0)
        {
            return proof.Count == 0 && firstRoot.SequenceEqual(CompactRange.Empty.Root());
        }

        IEnumerable<byte[]> path = BitOperations.IsPow2(firstSize) ? proof.Prepend(firstRoot.ToArray()) : proof;
        return Replay(firstSize - 1, secondSize - 1, [.. path]) is var (first, second)
            && firstRoot.SequenceEqual(first) && secondRoot.SequenceEqual(second);
    }

    private static (byte[] First, byte[] Second)? Replay(long node, long last, byte[][] path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var (first, second) = (path[0], path[0]);
        foreach (var sibling in path.Skip(1))
        {
            if (last == 0)
            {
                return null;
            }

            if ((node & 1) == 1 || node == last)
            {
                first = CompactRange.HashNode(sibling, first);
                second = CompactRange.HashNode(sibling, second);
                (node, last) = SkipLeftEdges(node, last);
            }
            else
            {
                second = CompactRange.HashNode(second, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 ? (first, second) : null;
    }

    // On the right edge of the tree a node without a sibling moves up unchanged.
    private static (long Node, long Last) SkipLeftEdges(long node, long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        return (node, last);
    }

    private static bool IsWellFormed(IReadOnlyList<byte[]> proof) =>
        proof.Count <= ProofHashesMax && proof.All(hash => hash.Length == CompactRange.HashBytes);
}
