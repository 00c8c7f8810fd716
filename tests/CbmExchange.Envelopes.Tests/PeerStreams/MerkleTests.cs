using System.Security.Cryptography;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Envelopes.Tests.PeerStreams;

/// <summary>
/// Properties of trees and proofs against a definition written out (RFC 6962 §2.1). Failures print the seed.
/// </summary>
public sealed class MerkleTests
{
    private const int LargestTree = 70;

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    public void Edges_agree_with_the_definition_however_leaves_arrive(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var leaves = Leaves(random, random.Next(0, LargestTree));
            var range = CompactRange.Empty;
            for (var taken = 0; taken < leaves.Length;)
            {
                var step = random.Next(1, leaves.Length - taken + 1);
                range = range.Append(leaves.Skip(taken).Take(step).Select(leaf => (ReadOnlyMemory<byte>)leaf));
                range = CompactRange.Restore(range.Size, range.ToBytes());
                taken += step;
            }

            Assert.True(Define(leaves).AsSpan().SequenceEqual(range.Root()), $"seed {seed}, size {leaves.Length}");
        }
    }

    [Fact]
    public void Every_leaf_of_every_small_tree_is_proven_and_nothing_else_is()
    {
        var all = Leaves(new Random(7), 33);
        for (var size = 1; size <= all.Length; size++)
        {
            var leaves = all[..size];
            var root = Define(leaves);
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleTree.Of(leaves).Inclusion(index, size);
                Assert.True(MerkleProof.VerifyInclusion(leaves[index], index, size, proof, root), $"{index} of {size}");
                Assert.False(MerkleProof.VerifyInclusion(leaves[index], index, size, [.. proof, root], root));
                Assert.False(MerkleProof.VerifyInclusion(SHA256.HashData(leaves[index]), index, size, proof, root));
                Assert.False(MerkleProof.VerifyInclusion(leaves[index], size, size, proof, root));
                Assert.False(proof.Length > 0
                    && MerkleProof.VerifyInclusion(leaves[index], index, size, proof[..^1], root));
            }
        }
    }

    [Fact]
    public void Every_small_tree_extends_every_smaller_one_and_no_other()
    {
        var all = Leaves(new Random(8), 33);
        for (var size = 0; size <= all.Length; size++)
        {
            for (var first = 0; first <= size; first++)
            {
                var (older, newer) = (Define(all[..first]), Define(all[..size]));
                var proof = MerkleTree.Of(all).Consistency(first, size);
                Assert.True(MerkleProof.VerifyConsistency(first, older, size, newer, proof), $"{first} to {size}");
                Assert.False(MerkleProof.VerifyConsistency(first, SHA256.HashData(older), size, newer, proof));
                Assert.False(MerkleProof.VerifyConsistency(first, older, size, SHA256.HashData(newer), proof)
                    && first > 0);
                Assert.False(MerkleProof.VerifyConsistency(first, older, size, newer, [.. proof, newer]));
            }
        }
    }

    [Fact]
    public void Stored_edge_that_does_not_fit_its_size_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CompactRange.Restore(3, new byte[32]));
        Assert.Throws<ArgumentException>(() => CompactRange.Restore(-1, []));
    }

    [Theory]
    [InlineData(2046)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(100_000)]
    public void Leaves_of_any_length_are_hashed_alike(int length)
    {
        var data = new byte[length];
        Assert.Equal(SHA256.HashData([0, .. data]), CompactRange.HashLeaf(data));
    }

    private static byte[][] Leaves(Random random, int count)
    {
        var leaves = Enumerable.Range(0, count).Select(_ => new byte[32]).ToArray();
        foreach (var leaf in leaves)
        {
            random.NextBytes(leaf);
        }

        return leaves;
    }

    private static byte[] Define(byte[][] leaves)
    {
        if (leaves.Length <= 1)
        {
            return leaves.Length == 0 ? SHA256.HashData([]) : leaves[0];
        }

        var split = 1;
        while (split * 2 < leaves.Length)
        {
            split *= 2;
        }

        return SHA256.HashData([1, .. Define(leaves[..split]), .. Define(leaves[split..])]);
    }
}
