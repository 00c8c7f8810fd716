using System.Collections.Immutable;
using System.Numerics;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// An RFC 6962 tree that keeps the roots of all its complete subtrees (64 bytes a leaf), so that a proof costs a few
/// hashes for each level, whatever the size. For one writer; readers MUST NOT run beside it.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<HashList> levels = [new()];

    /// <summary>Number of leaves.</summary>
    public long Size => levels[0].Count;

    /// <summary>A tree over leaf hashes.</summary>
    public static MerkleTree Of(IEnumerable<byte[]> leafHashes)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leafHashes)
        {
            tree.Add(leaf);
        }

        return tree;
    }

    /// <summary>Adds a leaf by its hash.</summary>
    public void Add(ReadOnlySpan<byte> leafHash)
    {
        levels[0].Add(leafHash);
        for (var level = 0; (levels[level].Count & 1) == 0; level++)
        {
            if (level + 1 == levels.Count)
            {
                levels.Add(new());
            }

            var last = levels[level].Count - 1;
            levels[level + 1].Add(CompactRange.HashNode(levels[level][last - 1], levels[level][last]));
        }
    }

    /// <summary>RFC 6962 §2.1 root of the tree over the first leaves.</summary>
    public byte[] Root(long size)
    {
        MustHold(size);
        return size == 0 ? CompactRange.Empty.Root() : Root(0, size);
    }

    /// <summary>
    /// Proves that a leaf stands at an index of the tree over the first <paramref name="size"/> leaves (RFC 6962
    /// §2.1.1).
    /// </summary>
    public ImmutableArray<byte[]> Inclusion(long index, long size)
    {
        MustHold(size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        var (start, end) = (0L, size);
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            var isLeft = index < middle;
            path.Add(isLeft ? Root(middle, end) : Root(start, middle));
            (start, end) = isLeft ? (start, middle) : (middle, end);
        }

        path.Reverse();
        return [.. path];
    }

    /// <summary>
    /// Proves that the tree over the first <paramref name="second"/> leaves extends the one over the first
    /// <paramref name="first"/> (RFC 6962 §2.1.2).
    /// </summary>
    public ImmutableArray<byte[]> Consistency(long first, long second)
    {
        MustHold(second);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var proof = new List<byte[]>();
        var (start, end) = (0L, second);
        while (first > 0 && first != end)
        {
            var middle = start + Split(end - start);
            var isLeft = first <= middle;
            proof.Add(isLeft ? Root(middle, end) : Root(start, middle));
            (start, end) = isLeft ? (start, middle) : (middle, end);
        }

        // The old tree is a subtree of the new one: whoever checks holds its root already.
        if (start > 0)
        {
            proof.Add(Root(start, end));
        }

        proof.Reverse();
        return [.. proof];
    }

    // The largest power of two smaller than the count (RFC 6962 §2.1).
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    // The range begins where a subtree of its size may begin, so complete subtrees make it up, largest first.
    private byte[] Root(long start, long end)
    {
        var level = BitOperations.Log2((ulong)(end - start));
        var node = levels[level][start >> level];
        var rest = start + (1L << level);
        return rest == end ? node.ToArray() : CompactRange.HashNode(node, Root(rest, end));
    }

    private void MustHold(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
    }

    /// <summary>Hashes one after the other, without an object each.</summary>
    private sealed class HashList
    {
        private byte[] bytes = new byte[16 * CompactRange.HashBytes];

        public long Count { get; private set; }

        public ReadOnlySpan<byte> this[long index] =>
            bytes.AsSpan(checked((int)(index * CompactRange.HashBytes)), CompactRange.HashBytes);

        public void Add(ReadOnlySpan<byte> hash)
        {
            var end = checked((int)(Count * CompactRange.HashBytes));
            if (end == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, bytes.Length * 2L));
            }

            hash.CopyTo(bytes.AsSpan(end, CompactRange.HashBytes));
            Count++;
        }
    }
}
