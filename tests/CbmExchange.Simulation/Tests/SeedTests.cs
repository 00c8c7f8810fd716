using System.Diagnostics;
using CbmExchange.Simulation.Running;
using Xunit;
using Xunit.Abstractions;

namespace CbmExchange.Simulation.Tests;

/// <summary>The share of seeds of the ordinary test run.</summary>
public class SeedTests(ITestOutputHelper output)
{
    private const int SeedsMin = 500;
    private const ulong FirstSeed = 1_000_000;

    private static readonly TimeSpan Share = TimeSpan.FromSeconds(50);

    [Fact]
    public void At_least_five_hundred_seeds_keep_every_promise()
    {
        var (began, totals) = (Stopwatch.GetTimestamp(), new RunTotals());
        for (var seed = FirstSeed; totals.Seeds < SeedsMin || Stopwatch.GetElapsedTime(began) < Share; seed++)
        {
            totals.Add(SimulationRun.Of(SeedPlan.Of(seed)));
        }

        output.WriteLine(totals.Summary());
        Console.WriteLine($"Simulation: {totals.Seeds} seeds from {FirstSeed}, {totals.Failed.Count} failed");
        Assert.True(totals.Failed.Count == 0, totals.FailedText());
    }

    [Fact]
    public void A_seed_gives_the_same_trace_each_time_and_in_each_process()
    {
        foreach (var seed in (ulong[])[5, 17, 146])
        {
            var trace = SimulationRun.Of(SeedPlan.Of(seed)).TraceSha256;

            Assert.Equal(trace, SimulationRun.Of(SeedPlan.Of(seed)).TraceSha256);
            Assert.Contains(trace, ChildProcess(seed), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_seed_gives_another_trace() => Assert.NotEqual(
        SimulationRun.Of(SeedPlan.Of(5)).TraceSha256, SimulationRun.Of(SeedPlan.Of(6)).TraceSha256);

    // Strings hash differently in each process: an order that hangs on it would show here.
    private static string ChildProcess(ulong seed)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(SeedTests).Assembly.Location, "--seed", $"{seed}", "--quiet"])
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return said;
    }
}
