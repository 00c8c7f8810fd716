namespace CbmExchange.Benchmarks.Measuring;

/// <summary>Measures one thing beside its limit.</summary>
internal interface IBenchmark
{
    /// <summary>The word for <c>ops/bench.sh</c>, and the name of its file of figures.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    Task<IReadOnlyList<Figure>> RunAsync(BenchRun run);
}
