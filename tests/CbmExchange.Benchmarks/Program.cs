using System.Globalization;
using CbmExchange.Benchmarks.Contacts;
using CbmExchange.Benchmarks.Desk;
using CbmExchange.Benchmarks.Exchange;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Peers;
using CbmExchange.Benchmarks.Proofs;
using CbmExchange.Benchmarks.Publishing;
using CbmExchange.Benchmarks.Readings;
using CbmExchange.Benchmarks.Startup;
using CbmExchange.Benchmarks.Store;
using CbmExchange.Testing;

namespace CbmExchange.Benchmarks;

/// <summary>
/// <c>ops/bench.sh [name …] [--rounds N] [--turn SECONDS] [--quick]</c>: measures, prints a table, writes
/// <c>artifacts/bench/&lt;name&gt;.json</c>. <c>--table</c> writes what was measured into the two README files.
/// </summary>
internal static class Program
{
    /// <summary>A node and a hundred peers, each with the connections of a store of its own.</summary>
    private const int ConnectionsOfAll = 1_500;

    private const string TableWord = "--table";

    /// <summary>Needs other systems to be installed.</summary>
    private const string OnlyWhenNamed = "peers";

    private static readonly IBenchmark[] All =
    [
        new AppendBenchmark(),
        new FollowBenchmark(),
        new ProofBenchmark(),
        new PublishBenchmark(),
        new CatchUpBenchmark(),
        new LiveBenchmark(),
        new LookupBenchmark(),
        new RebuildBenchmark(),
        new YearsBenchmark(),
        new StartBenchmark(),
        new DeskBenchmark(),
        new PeersBenchmark(),
    ];

    public static async Task<int> Main(string[] words)
    {
        if (words is [OtherWriter.Verb, var schema])
        {
            await OtherWriter.RunAsync(schema);
            return 0;
        }

        if (words is [TableWord])
        {
            ReadMeTables.Write(BenchOptions.FolderUsual);
            return 0;
        }

        if (BenchOptions.Parse(words, [.. All.Select(one => one.Name)], OnlyWhenNamed) is not { } options)
        {
            return 2;
        }

        TestPostgresServer.ConnectionCountMax = ConnectionsOfAll;
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
