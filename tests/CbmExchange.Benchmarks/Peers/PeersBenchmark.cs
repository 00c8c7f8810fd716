using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;

namespace CbmExchange.Benchmarks.Peers;

/// <summary>
/// The same work (publish, catch up, fan out to a hundred, look up by 32) on what one might take instead, one driver
/// each. A system that is not installed is left out with a sentence; its note says what its figure does not include.
/// </summary>
internal sealed class PeersBenchmark : IBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public string Name => "peers";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        var rounds = new List<List<Figure>>();
        for (var round = 0; round < run.Rounds; round++)
        {
            List<Figure> figures =
            [
                .. await PlainPostgres.MeasureAsync(run).ConfigureAwait(false),
                .. await NatsAsync(run).ConfigureAwait(false),
                .. await CouchAsync(run).ConfigureAwait(false),
                .. await PdsAsync(run).ConfigureAwait(false),
            ];
            figures.ForEach(figure => run.Say(string.Create(
                CultureInfo.InvariantCulture, $"  round {round + 1} {figure.Key}: {figure.Value:0.#} {figure.Unit}")));
            rounds.Add(figures);
        }

        return
        [
            .. rounds.SelectMany(figures => figures).GroupBy(figure => figure.Key).Select(group => Figure.Alone(
                group.Key, group.First().Unit, Samples.Of(group.Select(figure => figure.Value)), group.First().Note)),
        ];
    }

    private static async Task<IReadOnlyList<Figure>> NatsAsync(BenchRun run) =>
        await ServedAsync(run, "nats.js", "CBM_BENCH_NATS", (program, port, folder) =>
            new(program, ["-js", "-sd", folder, "-a", "127.0.0.1", "-p", $"{port}"])).ConfigureAwait(false);

    private static async Task<IReadOnlyList<Figure>> CouchAsync(BenchRun run) =>
        await ServedAsync(run, "couch.js", "CBM_BENCH_POUCHDB", (program, port, folder) =>
            new(program, ["--port", $"{port}", "--host", "127.0.0.1", "--dir", folder, "--no-stdout-logs"]))
            .ConfigureAwait(false);

    // Its directory of identifiers runs beside it, on the next port.
    private static async Task<IReadOnlyList<Figure>> PdsAsync(BenchRun run) =>
        await ServedAsync(run, "pds.js", "CBM_BENCH_PDS", (modules, port, folder) =>
            new("node", [Script("pds-server.js"), modules, $"{port}", folder])).ConfigureAwait(false);

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "drivers", name);

    private static async Task<IReadOnlyList<Figure>> ServedAsync(
        BenchRun run, string driver, string variable, Func<string, int, string, ProcessStartInfo> serverOf)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } installed)
        {
            run.Say($"  {driver}: left out, {variable} names nothing installed (ops/bench.sh peers installs it).");
            return [];
        }

        var folder = Directory.CreateTempSubdirectory("cbm-bench-").FullName;
        var port = BenchNode.FreePort();
        var start = serverOf(installed, port, folder);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var server = Process.Start(start)!;
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        try
        {
            await ListensAsync(port).ConfigureAwait(false);
            return await DriveAsync(driver, port, run.Turn, installed).ConfigureAwait(false);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync().ConfigureAwait(false);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ListensAsync(int port)
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false))
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(start) < Patience)
            {
                // It starts.
            }
        }
    }

    private static async Task<IReadOnlyList<Figure>> DriveAsync(
        string driver, int port, TimeSpan turn, string installed)
    {
        var milliseconds = turn.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        using var node = Process.Start(new ProcessStartInfo(
            "node", [Script(driver), $"{port}", milliseconds, installed])
        {
            RedirectStandardOutput = true,
        })!;
        var lines = await node.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
        await node.WaitForExitAsync().ConfigureAwait(false);
        return node.ExitCode == 0
            ? [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)]
            : throw new InvalidOperationException($"{driver} ended with {node.ExitCode}.");
    }

    private static Figure Read(string line)
    {
        using var said = JsonDocument.Parse(line);
        string Text(string name) => said.RootElement.GetProperty(name).GetString()!;
        return new Figure(
            Text("key"), said.RootElement.GetProperty("value").GetDouble(), Text("unit"), null, null, Text("note"));
    }
}
