using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Proofs;
using CbmExchange.Benchmarks.Store;
using CbmExchange.Testing;

namespace CbmExchange.Benchmarks;

/// <summary>
/// <c>ops/bench.sh [name …] [--rounds N] [--turn SECONDS] [--quick]</c>: measures, prints a table, writes
/// <c>artifacts/bench/&lt;name&gt;.json</c>.
/// </summary>
internal static class Program
{
    private static readonly IBenchmark[] All =
    [
        new AppendBenchmark(),
        new FollowBenchmark(),
        new ProofBenchmark(),
    ];

    public static async Task<int> Main(string[] words)
    {
        if (words is [OtherWriter.Verb, var schema])
        {
            await OtherWriter.RunAsync(schema);
            return 0;
        }

        if (BenchOptions.Parse(words, All.Select(one => one.Name)) is not { } options)
        {
            return 2;
        }

        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        try
        {
            foreach (var benchmark in All.Where(one => options.Names.Contains(one.Name)))
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{benchmark.Name} …"));
                var run = new BenchRun(postgres, options.Rounds, options.Turn, Console.Error.WriteLine);
                var figures = await benchmark.RunAsync(run);
                FigureTable.Print(figures);
                FigureFile.Write(options.Folder, benchmark.Name, figures);
            }
        }
        finally
        {
            await postgres.DisposeAsync();
        }

        return 0;
    }
}
