using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Tests.Faults;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Benchmarks.Startup;

/// <summary>
/// A node's own process on a home with a hundred thousand events: until it says ready, and its memory then.
/// </summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const int EventsUsual = 100_000;
    private const int EventsQuick = 8_000;
    private const int EventsOfARecord = 4;
    private const double MillisecondsMax = 3_000;
    private const double MebibytesMax = 300;
    private const double KibibytesOfAMebibyte = 1_024;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "start";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        var events = run.Turn < TimeSpan.FromSeconds(2) ? EventsQuick : EventsUsual;
        await using var process = await NodeProcess.MakeAsync("XA").ConfigureAwait(false);
        await FillAsync(process, events).ConfigureAwait(false);
        run.Say($"  {events} events");
        var (resident, peak) = (new Samples(), new Samples());
        var times = await run.InTurnsAsync(
            ("start.ms.postgres", async () =>
            {
                var took = await StartAsync(process).ConfigureAwait(false);
                await process.KillAsync().ConfigureAwait(false);
                return took;
            }),
            ("start.ms", async () =>
            {
                var took = await StartAsync(process).ConfigureAwait(false);
                await Task.Delay(Settle, TimeProvider.System).ConfigureAwait(false);
                resident.Add(MebibytesOf(process.Id, "VmRSS"));
                peak.Add(MebibytesOf(process.Id, "VmHWM"));
                await process.StopAsync().ConfigureAwait(false);
                return took;
            })).ConfigureAwait(false);
        var home = string.Create(
            CultureInfo.InvariantCulture, $"a home with {events} events, from starting the process");
        return
        [
            Figure.Within(
                "start.ms", "ms", times["start.ms"], MillisecondsMax,
                $"{home} until it says ready; PostgreSQL runs already, left by a killed node, and is adopted"),
            Figure.Within(
                "start.ms.postgres", "ms", times["start.ms.postgres"], MillisecondsMax,
                $"{home} until it says ready; the private PostgreSQL is started first, after an orderly stop"),
            Figure.Within(
                "start.rss_mb", "MiB", resident, MebibytesMax,
                string.Create(CultureInfo.InvariantCulture,
                    $"resident memory of the node 2 s after ready, without PostgreSQL; peak {peak.Median:0} MiB")),
        ];
    }

    private static async Task<double> StartAsync(NodeProcess process) =>
        await Stopped.SecondsAsync(process.StartAsync).ConfigureAwait(false) * 1e3;

    private static async Task FillAsync(NodeProcess process, int events)
    {
        await using var host = await NodeHost.StartAsync(
            process.Home,
            new NodeHostOptions
            {
                Time = TimeProvider.System,
                ConfigureLogging = logging => logging.SetMinimumLevel(LogLevel.Error),
            },
            CancellationToken.None).ConfigureAwait(false);
        await new RecordMaker(host.Services).ReleaseAsync(events / EventsOfARecord, "XB").ConfigureAwait(false);
        var head = await host.Services.GetRequiredService<IEventStore>().HeadAsync().ConfigureAwait(false);
        await host.Services.GetRequiredService<ReadModels>().WaitForAsync(head, CancellationToken.None)
            .ConfigureAwait(false);
    }

    private static double MebibytesOf(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(one => one.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture)
            / KibibytesOfAMebibyte;
    }
}
