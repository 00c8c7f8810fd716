using System.Buffers.Binary;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Fuzz.Tests.Mutations;
using CbmExchange.Fuzz.Tests.Running;

namespace CbmExchange.Fuzz.Tests.Targets;

/// <summary>
/// Merkle proofs. Accepted means: this leaf stands at this index of the tree with this root. Leaf, index, root and
/// proof MUST be the original ones;
/// a size that gives the same path is bound by the checkpoint that signs it with the root
/// (RFC 9162 §2.1.3), not by the proof.
/// </summary>
internal static class ProofTargets
{
    private const int Hash = 32;
    private const int Number = 8;

    private static readonly byte[][] Leaves =
        [.. Enumerable.Range(0, 11).Select(number => CompactRange.HashLeaf([(byte)number]))];

    public static IEnumerable<FuzzTarget> All()
    {
        var tree = MerkleTree.Of(Leaves);
        var inclusions = Enumerable.Range(0, 11).Select(index => Join(
            [Leaves[index], Long(index), Long(11), Root(11), .. tree.Inclusion(index, 11)])).ToList();
        var consistencies = Enumerable.Range(1, 10).Select(first => Join(
            [Root(first), Long(first), Long(11), Root(11), .. tree.Consistency(first, 11)])).ToList();
        return
        [
            new("inclusion proof", FuzzForm.Bytes, inclusions, bytes => Inclusion(bytes, inclusions)),
            new("consistency proof", FuzzForm.Bytes, consistencies, bytes => Consistency(bytes, consistencies)),
        ];
    }

    private static FuzzAnswer Inclusion(byte[] bytes, List<byte[]> originals)
    {
        if (!TryRead(bytes, out var read))
        {
            return FuzzAnswer.Fault("too short");
        }

        if (!MerkleProof.VerifyInclusion(read.First, read.One, read.Two, read.Proof, read.Root))
        {
            return FuzzAnswer.Fault("refused");
        }

        var isSame = originals.Any(original => WithoutSize(original).SequenceEqual(WithoutSize(bytes)));
        return FuzzAnswer.Accepted with { Changed = isSame ? null : $"index {read.One} of {read.Two}" };
    }

    private static FuzzAnswer Consistency(byte[] bytes, List<byte[]> originals)
    {
        if (!TryRead(bytes, out var read))
        {
            return FuzzAnswer.Fault("too short");
        }

        if (!MerkleProof.VerifyConsistency(read.One, read.First, read.Two, read.Root, read.Proof))
        {
            return FuzzAnswer.Fault("refused");
        }

        // That a tree extends itself or the empty one needs no proof and says nothing.
        var isTrivial = read.Proof.Count == 0
            && (read.One == 0 || (read.One == read.Two && read.First.AsSpan().SequenceEqual(read.Root)));
        var isSame = isTrivial || originals.Any(original => WithoutSizes(original).SequenceEqual(WithoutSizes(bytes)));
        return FuzzAnswer.Accepted with { Changed = isSame ? null : $"{read.One} to {read.Two}" };
    }

    private static IEnumerable<byte> WithoutSize(byte[] bytes) =>
        bytes.Take(Hash + Number).Concat(bytes.Skip(Hash + Number + Number));

    private static IEnumerable<byte> WithoutSizes(byte[] bytes) =>
        bytes.Take(Hash).Concat(bytes.Skip(Hash + Number + Number));

    private static bool TryRead(
        byte[] bytes, out (byte[] First, long One, long Two, byte[] Root, List<byte[]> Proof) read)
    {
        read = default;
        if (bytes.Length < (Hash * 2) + (Number * 2))
        {
            return false;
        }

        read.First = bytes[..Hash];
        read.One = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(Hash));
        read.Two = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(Hash + Number));
        read.Root = bytes[(Hash + Number + Number)..((Hash * 2) + (Number * 2))];
        read.Proof = [.. bytes[((Hash * 2) + (Number * 2))..].Chunk(Hash)];
        return true;
    }

    private static byte[] Root(int size) =>
        CompactRange.Empty.Append(Leaves[..size].Select(leaf => (ReadOnlyMemory<byte>)leaf)).Root();

    private static byte[] Long(long number)
    {
        var bytes = new byte[Number];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Join(IEnumerable<byte[]> parts) => [.. parts.SelectMany(part => part)];
}
