using System.Diagnostics;
using System.Numerics;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Benchmarks.Proofs;

/// <summary>
/// Size and time of inclusion and consistency proofs, beside hashing as often as the tree has levels.
/// </summary>
internal sealed class ProofBenchmark : IBenchmark
{
    private const int Repeats = 2_000;
    private const int Seed = 6962;

    /// <inheritdoc/>
    public string Name => "proof";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        var figures = new List<Figure>();
        var tree = new MerkleTree();
        foreach (var (size, name) in new[] { (1_000, "1e3"), (100_000, "1e5"), (10_000_000, "1e7") })
        {
            while (tree.Size < size)
            {
                tree.Add(CompactRange.HashLeaf(BitConverter.GetBytes(tree.Size)));
            }

            figures.AddRange(await MeasureAsync(run, tree, name).ConfigureAwait(false));
        }

        return figures;
    }

    private static async Task<IEnumerable<Figure>> MeasureAsync(BenchRun run, MerkleTree tree, string name)
    {
        var (size, levels) = (tree.Size, BitOperations.Log2((ulong)tree.Size - 1) + 1);
        var root = tree.Root(size);
        var random = new Random(Seed);
        var places = Enumerable.Range(0, Repeats).Select(_ => random.NextInt64(1, size)).ToArray();
        var longest = places.Max(place => tree.Inclusion(place, size).Length);
        var times = await run.InTurnsAsync(
            ("hashing", () => MicrosecondsAsync(places, _ => Chain(root, levels))),
            ("inclusion", () => MicrosecondsAsync(places, place =>
            {
                var leaf = CompactRange.HashLeaf(BitConverter.GetBytes(place));
                Demand(MerkleProof.VerifyInclusion(leaf, place, size, tree.Inclusion(place, size), root));
            })),
            ("consistency", () => MicrosecondsAsync(places, place => Demand(MerkleProof.VerifyConsistency(
                place, tree.Root(place), size, root, tree.Consistency(place, size)))))).ConfigureAwait(false);
        var limit = $"limit: {levels} hashes, one a level";
        return
        [
            Figure.Within(
                $"proof.{name}.hashes", "hashes", Samples.Of(longest), levels, "longest inclusion proof of 2,000"),
            Figure.Beside(
                $"proof.{name}.inclusion.us", "µs", times["inclusion"], times["hashing"],
                $"made and checked; {limit}"),
            Figure.Beside(
                $"proof.{name}.consistency.us", "µs", times["consistency"], times["hashing"],
                $"made, both roots and checked; {limit}"),
        ];
    }

    private static Task<double> MicrosecondsAsync(long[] places, Action<long> work)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var place in places)
        {
            work(place);
        }

        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalMicroseconds / places.Length);
    }

    private static void Chain(byte[] hash, int count)
    {
        for (var index = 0; index < count; index++)
        {
            hash = CompactRange.HashNode(hash, hash);
        }
    }

    private static void Demand(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("A proof did not hold.");
        }
    }
}
