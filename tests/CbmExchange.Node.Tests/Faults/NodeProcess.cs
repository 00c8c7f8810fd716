using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Home;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Testing;
using Grpc.Net.Client;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>A node as a process of its own with a private PostgreSQL, so that both can be killed.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);
    private static int count;

    private readonly List<GrpcChannel> channels = [];
    private readonly Uri officers;
    private Process? process;
    private TaskCompletionSource ready = new();
    private bool isHomeOfOthers;

    private readonly IReadOnlyList<string> prefix;

    private NodeProcess(string designator, NodeHome home, int officersPort, IReadOnlyList<string> prefix)
    {
        this.prefix = prefix;
        Designator = designator;
        Home = home;
        officers = new Uri($"https://127.0.0.1:{officersPort}");
    }

    public string Designator { get; }

    public NodeHome Home { get; }

    /// <summary>What it wrote to standard error since it was made.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>
    /// Set: when disposed, the home is moved there with the log of the node beside it, instead of being deleted.
    /// </summary>
    public string? KeepAt { get; set; }

    /// <summary>Makes a home by init in this process; the path is short, for the socket below it.</summary>
    public static async Task<NodeProcess> MakeAsync(string designator, string recallSeconds = "0")
    {
        var (officers, peers) = (FreePorts.Next(), FreePorts.Next());
        var folder = NewFolder();
        var run = await ProgramRun.RunAsync([
            "init", "--home", folder, "--instance", TestHome.InstanceFile, "--participant", designator,
            "--officers-listen", $"127.0.0.1:{officers}", "--peers-listen", $"127.0.0.1:{peers}",
            "--endpoint", $"127.0.0.1:{peers}", "--recall-seconds", recallSeconds,
        ]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return new NodeProcess(designator, NodeHome.At(folder), officers, []);
    }

    /// <summary>A process over a home of others, with its database; only the process ends with it.</summary>
    public static NodeProcess Over(TestHome home, string designator) =>
        new(designator, home.Home, 0, []) { isHomeOfOthers = true };

    /// <summary>
    /// A node whose home and private PostgreSQL lie on a disk of their own, which nobody else sees and which goes with
    /// the process; so it can be started once. Init runs there first.
    /// </summary>
    /// <param name="designator">Whose node it is.</param>
    /// <param name="mebibytes">Size of the disk.</param>
    public static NodeProcess OnSmallDisk(string designator, int mebibytes)
    {
        var (officers, peers) = (FreePorts.Next(), FreePorts.Next());
        var folder = NewFolder();
        System.IO.Directory.CreateDirectory(folder);
        return new NodeProcess(designator, NodeHome.At(Path.Combine(folder, "home")), officers, SmallDisk.Around(
            folder, mebibytes,
            $"""
            dotnet {Program} init --home {folder}/home --instance {TestHome.InstanceFile} --participant {designator} \
              --officers-listen 127.0.0.1:{officers} --peers-listen 127.0.0.1:{peers} --recall-seconds 0 >&2 || exit 90
            exec "$@"
            """));
    }

    /// <summary>The home as this process can read it: also on a disk that only the node sees.</summary>
    public NodeHome Files =>
        prefix.Count == 0 ? Home : NodeHome.At($"/proc/{process!.Id}/root{Home.Folder}");

    public PublishingService.PublishingServiceClient Publishing(string label) => new(As(label));

    public AdministrationService.AdministrationServiceClient Administration(string label) => new(As(label));

    public DirectoryService.DirectoryServiceClient Directory(string label) => new(As(label));

    /// <summary>Number of the process; it was started.</summary>
    public int Id => process!.Id;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process = Launch(prefix, "serve", "--home", Home.Folder);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("ready ", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ready.TrySetException(
            new InvalidOperationException("The node ended: " + string.Join('\n', Errors.TakeLast(5))));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(ReadyMax, TimeProvider.System);
    }

    /// <summary>Kills the node alone; its PostgreSQL stays.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Kills PostgreSQL's first process; the node stays.</summary>
    public void KillDatabase() => Process.GetProcessById(DatabaseProcess()).Kill();

    /// <summary>
    /// PostgreSQL is there and does not move any more, none of its processes; the node stays. Not to be undone.
    /// </summary>
    public async Task HangDatabaseAsync()
    {
        var first = DatabaseProcess().ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("sh", ["-c", $"kill -STOP {first} $(ps -o pid= --ppid {first})"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Number of PostgreSQL's first process.</summary>
    public int DatabaseProcess() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    /// <summary>Asks it to stop in order; answers its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync().WaitAsync(StopMax, TimeProvider.System);
        return process.ExitCode;
    }

    /// <summary>True while its PostgreSQL says that it runs.</summary>
    public bool HasDatabaseFile() => File.Exists(PidFile);

    /// <summary>A second process on the same home; answers its exit code and its sentences.</summary>
    public async Task<(int ExitCode, string Errors)> ServeOnceMoreAsync()
    {
        using var second = Launch([], "serve", "--home", Home.Folder);
        var errors = await second.StandardError.ReadToEndAsync().WaitAsync(ReadyMax, TimeProvider.System);
        await second.WaitForExitAsync().WaitAsync(ReadyMax, TimeProvider.System);
        return (second.ExitCode, errors);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        if (process is { HasExited: true } || process is null)
        {
            // A node that was killed left its PostgreSQL behind; the next start would adopt and stop it.
            if (prefix.Count == 0 && HasDatabaseFile())
            {
                await StartAsync();
            }
        }

        if (process is { HasExited: false })
        {
            await StopAsync();
        }

        process?.Dispose();
        if (KeepAt is { } keep)
        {
            await File.WriteAllLinesAsync(keep + ".log", Errors);
            using var copy = Process.Start("cp", ["-a", Home.Folder, keep]);
            await copy.WaitForExitAsync();
        }

        if (isHomeOfOthers)
        {
            return;
        }

        System.IO.Directory.Delete(prefix.Count == 0 ? Home.Folder : Path.GetDirectoryName(Home.Folder)!, true);
    }

    // What operators install is measured, not what was just built: ops/bench.sh names it.
    private static string Program => Environment.GetEnvironmentVariable("CBM_TEST_NODE") is { Length: > 0 } published
        ? published
        : Path.Combine(AppContext.BaseDirectory, "CbmExchange.Node.dll");

    private string PidFile => Path.Combine(Files.PostgresFolder, "data", "postmaster.pid");

    private GrpcChannel As(string label)
    {
        var channel = TestChannel.Open(
            Files, officers, Files.OfficerCertificateFile(label), Files.OfficerKeyFile(label));
        channels.Add(channel);
        return channel;
    }

    private void Keep(string? line)
    {
        lock (Errors)
        {
            Errors.Add(line ?? "");
        }
    }

    private static Process Launch(IReadOnlyList<string> prefix, params string[] words)
    {
        string[] all = [.. prefix, "dotnet", Program, .. words];
        return Process.Start(new ProcessStartInfo(all[0], all.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // A .NET process that is killed leaves the pipes of its debugger behind.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
    }

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), string.Create(
        CultureInfo.InvariantCulture, $"cbm-k-{Environment.ProcessId}-{Interlocked.Increment(ref count)}"));
}
