using System.Globalization;
using CbmExchange.Simulation.Running;

namespace CbmExchange.Simulation;

/// <summary>ops/simulate.sh: one seed told line by line, or many on all cores.</summary>
internal static class Program
{
    // Seeds between two writings of the state: some seconds of work.
    private const int BlockSeeds = 200;

    public static int Main(string[] arguments)
    {
        if (SimulationOptions.TryRead(arguments) is not { } options)
        {
            Console.Error.WriteLine(SimulationOptions.Usage);
            return 2;
        }

        return options.Seed is { } seed ? One(seed, options.IsQuiet) : Many(options);
    }

    private static int One(ulong seed, bool isQuiet)
    {
        var totals = new RunTotals();
        var report = SimulationRun.Of(SeedPlan.Of(seed), isQuiet ? null : Console.WriteLine);
        totals.Add(report);
        Console.WriteLine($"seed {seed}, trace {report.TraceSha256}");
        Console.WriteLine(totals.Summary());
        Console.Write(totals.AttackTable());
        Console.WriteLine(report.Passed ? "simulate: ok" : $"FAILED\n{totals.FailedText()}");
        return report.Passed ? 0 : 1;
    }

    private static int Many(SimulationOptions options)
    {
        var progress = new ProgressFile(options.StateFile, options.First);
        progress.Read();
        if (progress.Done > 0)
        {
            Console.WriteLine($"{progress.Done} seeds were done before.");
        }

        var totals = new RunTotals();
        while (progress.Done < options.Seeds)
        {
            Block(options, progress, totals);
        }

        Console.WriteLine(totals.Summary());
        Console.Write(totals.AttackTable());
        foreach (var failed in progress.Failed)
        {
            Console.WriteLine($"FAILED: ops/simulate.sh --seed {failed}");
        }

        Console.WriteLine(progress.Failed.Count == 0 ? $"simulate: ok, {progress.Done} seeds" : "simulate: failed");
        return progress.Failed.Count == 0 ? 0 : 1;
    }

    // One thread runs a seed from its beginning to its end; threads share nothing.
    private static void Block(SimulationOptions options, ProgressFile progress, RunTotals totals)
    {
        var count = (int)Math.Min(BlockSeeds, options.Seeds - progress.Done);
        var reports = new RunReport[count];
        var begin = options.First + (ulong)progress.Done;
        Parallel.For(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            index => reports[index] = SimulationRun.Of(SeedPlan.Of(begin + (ulong)index)));
        foreach (var report in reports)
        {
            totals.Add(report);
            if (!report.Passed)
            {
                Console.WriteLine($"{report.Replay}\n  {string.Join("\n  ", report.Violations)}");
            }
        }

        progress.Add(count, reports.Where(report => !report.Passed).Select(report => report.Seed));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Done} of {options.Seeds} seeds, {progress.Failed.Count} failed, "
            + $"{totals.EventsPerSecond:f0} events/s per core"));
    }
}
