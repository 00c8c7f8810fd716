using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// The right edge of an RFC 6962 Merkle tree: the roots of its complete subtrees, largest first. Enough to add leaves
/// and to compute the root; at most 63 hashes.
/// </summary>
public sealed record CompactRange
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = 32;

    // Most entries are smaller; a larger one is hashed from a rented buffer.
    private const int StackBytesMax = 2048;

    private static readonly byte[] EmptyRoot = SHA256.HashData([]);

    private CompactRange(long size, ImmutableArray<byte[]> peaks)
    {
        Size = size;
        Peaks = peaks;
    }

    /// <summary>The tree without leaves.</summary>
    public static CompactRange Empty { get; } = new(0, []);

    /// <summary>Number of leaves.</summary>
    public long Size { get; }

    /// <summary>Roots of the complete subtrees, largest first; as many as bits set in <see cref="Size"/>.</summary>
    public ImmutableArray<byte[]> Peaks { get; }

    /// <summary>Restores a stored edge. Throws when the number of hashes does not fit the size.</summary>
    public static CompactRange Restore(long size, ReadOnlySpan<byte> peaks)
    {
        if (size < 0 || peaks.Length != BitOperations.PopCount((ulong)size) * HashBytes)
        {
            throw new ArgumentException("The stored edge does not fit its size.", nameof(peaks));
        }

        var hashes = ImmutableArray.CreateBuilder<byte[]>(peaks.Length / HashBytes);
        for (var start = 0; start < peaks.Length; start += HashBytes)
        {
            hashes.Add(peaks.Slice(start, HashBytes).ToArray());
        }

        return new CompactRange(size, hashes.MoveToImmutable());
    }

    /// <summary>The peaks, one after the other.</summary>
    public byte[] ToBytes() => [.. Peaks.SelectMany(peak => peak)];

    /// <summary>The edge after adding leaf hashes in order.</summary>
    public CompactRange Append(IEnumerable<ReadOnlyMemory<byte>> leafHashes)
    {
        var peaks = Peaks.ToList();
        var size = Size;
        foreach (var leaf in leafHashes)
        {
            var hash = leaf.ToArray();
            for (var level = size; (level & 1) == 1; level >>= 1)
            {
                hash = HashNode(peaks[^1], hash);
                peaks.RemoveAt(peaks.Count - 1);
            }

            peaks.Add(hash);
            size++;
        }

        return new CompactRange(size, [.. peaks]);
    }

    /// <summary>RFC 6962 §2.1 root; of the empty tree SHA-256 of nothing.</summary>
    public byte[] Root()
    {
        if (Peaks.IsEmpty)
        {
            return [.. EmptyRoot];
        }

        var root = Peaks[^1];
        for (var index = Peaks.Length - 2; index >= 0; index--)
        {
            root = HashNode(Peaks[index], root);
        }

        return [.. root];
    }

    /// <summary>Equal when the sizes and all hashes are equal.</summary>
    public bool Equals(CompactRange? other) =>
        other is not null && Size == other.Size && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <inheritdoc/>
    public override int GetHashCode() => Size.GetHashCode();

    /// <summary>SHA-256(0x00 || data).</summary>
    public static byte[] HashLeaf(ReadOnlySpan<byte> data)
    {
        var rented = data.Length < StackBytesMax ? null : ArrayPool<byte>.Shared.Rent(data.Length + 1);
        var buffer = rented ?? stackalloc byte[StackBytesMax];
        buffer[0] = 0x00;
        data.CopyTo(buffer[1..]);
        var hash = SHA256.HashData(buffer[..(data.Length + 1)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * HashBytes)];
        buffer[0] = 0x01;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + HashBytes)..]);
        return SHA256.HashData(buffer);
    }
}
