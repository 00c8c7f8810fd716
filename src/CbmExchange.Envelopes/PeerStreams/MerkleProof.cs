using System.Collections.Immutable;
using System.Numerics;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// Inclusion and consistency proofs over leaf hashes: made as in RFC 6962 §2.1.1 and §2.1.2, checked as in
/// RFC 9162 §2.1.3.2 and §2.1.4.2.
/// </summary>
public static class MerkleProof
{
    /// <summary>Hashes of a proof: two per level of a tree of 2^63 leaves.</summary>
    public const int ProofHashesMax = 126;

    /// <summary>Proves that a leaf stands at an index of the tree over all given leaves.</summary>
    public static ImmutableArray<byte[]> Inclusion(IReadOnlyList<byte[]> leafHashes, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leafHashes.Count);
        var path = new List<byte[]>();
        Path(leafHashes, index, 0, leafHashes.Count, path);
        return [.. path];
    }

    /// <summary>
    /// Proves that the tree over all given leaves extends the one over the first <paramref name="size"/>.
    /// </summary>
    public static ImmutableArray<byte[]> Consistency(IReadOnlyList<byte[]> leafHashes, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, leafHashes.Count);
        var proof = new List<byte[]>();
        if (size > 0)
        {
            SubProof(leafHashes, size, 0, leafHashes.Count, true, proof);
        }

        return [.. proof];
    }

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

    private static void Path(IReadOnlyList<byte[]> leaves, int index, int start, int end, List<byte[]> path)
    {
        if (end - start == 1)
        {
            return;
        }

        var middle = start + Split(end - start);
        if (index < middle)
        {
            Path(leaves, index, start, middle, path);
            path.Add(Root(leaves, middle, end));
        }
        else
        {
            Path(leaves, index, middle, end, path);
            path.Add(Root(leaves, start, middle));
        }
    }

    private static void SubProof(
        IReadOnlyList<byte[]> leaves, int size, int start, int end, bool isWholeOld, List<byte[]> proof)
    {
        if (size == end)
        {
            if (!isWholeOld)
            {
                proof.Add(Root(leaves, start, end));
            }

            return;
        }

        var middle = start + Split(end - start);
        if (size <= middle)
        {
            SubProof(leaves, size, start, middle, isWholeOld, proof);
            proof.Add(Root(leaves, middle, end));
        }
        else
        {
            SubProof(leaves, size, middle, end, false, proof);
            proof.Add(Root(leaves, start, middle));
        }
    }

    // RFC 6962 §2.1: the largest power of two smaller than n.
    private static int Split(int count) => 1 << BitOperations.Log2((uint)(count - 1));

    private static byte[] Root(IReadOnlyList<byte[]> leaves, int start, int end) =>
        CompactRange.Empty.Append(Enumerable.Range(start, end - start)
            .Select(index => (ReadOnlyMemory<byte>)leaves[index])).Root();
}
