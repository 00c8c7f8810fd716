using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CbmExchange.Demo.Stage;

/// <summary>One participant's node: a process of its own, a home of its own, a private database of its own.</summary>
internal sealed class DemoNode(DemoOptions options, string designator, int[] ports)
{
    private const int SigTerm = 15;

    private static readonly TimeSpan ReadyTimeMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(30);

    private Process? process;

    public string Designator { get; } = designator;

    /// <summary>Short, because the socket of the private PostgreSQL lies below it.</summary>
    public string Home { get; } = Path.Combine(options.Work, designator);

    public string OfficersAddress { get; } = $"127.0.0.1:{ports[0]}";

    public string PeersAddress { get; } = $"127.0.0.1:{ports[1]}";

    public string DeskAddress { get; } = $"127.0.0.1:{ports[2]}";

    public string LogFile { get; } = Path.Combine(options.Work, $"{designator}.log");

    public bool IsRunning => process is { HasExited: false };

    private string Assembly => Path.Combine(
        options.Root, "src", "CbmExchange.Node", "bin", options.Configuration, "net10.0", "CbmExchange.Node.dll");

    public string Profile(string officer) => Path.Combine(Home, "officers", $"{officer}.profile.json");

    /// <summary>Makes the home: keys, certificates, database.</summary>
    public async Task InitAsync(string instance, IEnumerable<string> officers, CancellationToken cancellation)
    {
        string[] plans = [.. officers];
        string[] words =
        [
            "init", "--home", Home, "--instance", instance, "--participant", Designator,
            "--officers-listen", OfficersAddress, "--peers-listen", PeersAddress,
            "--desk-listen", DeskAddress,
            // A story does not wait a minute at each release.
            "--recall-seconds", "0",
            .. plans.Length == 0 ? plans : ["--officer", .. plans],
        ];
        await ProgramAsync(words, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes in a newer instance file, while the node runs.</summary>
    public Task ImportInstanceAsync(string instance, CancellationToken cancellation) =>
        ProgramAsync(["import-instance", "--home", Home, "--instance", instance], cancellation);

    /// <summary>Starts the node and waits until it says that it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = TextWriter.Synchronized(new StreamWriter(LogFile, append: true) { AutoFlush = true });
        process = new Process
        {
            StartInfo = ProcessRun.Start(Assembly, ["serve", "--home", Home]),
            EnableRaisingEvents = true,
        };
        process.OutputDataReceived += (_, line) => Hear(line.Data, log, ready);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, log, ready);
        process.Exited += (_, _) => ready.TrySetException(
            new StepFailed($"The node of {Designator} ended by itself; {LogFile} says why."));
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(ReadyTimeMax, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks the node to stop, in its own order, and waits for it.</summary>
    public async Task StopAsync()
    {
        if (process is null)
        {
            return;
        }

        if (!process.HasExited)
        {
            _ = Kill(process.Id, SigTerm);
            using var limit = new CancellationTokenSource(StopTimeMax);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
        process = null;
    }

    private async Task ProgramAsync(string[] words, CancellationToken cancellation)
    {
        var end = await ProcessRun.ToEndAsync(ProcessRun.Start(Assembly, words), cancellation).ConfigureAwait(false);
        if (end.ExitCode != 0)
        {
            throw new StepFailed($"{Designator}: {words[0]} ended with {end.ExitCode}: {end.Error.Trim()}");
        }
    }

    private static void Hear(string? line, TextWriter log, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        log.WriteLine(line);
        if (line.StartsWith("ready ", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
