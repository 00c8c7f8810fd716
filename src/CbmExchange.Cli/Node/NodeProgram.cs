using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CbmExchange.Cli.Connection;

namespace CbmExchange.Cli.Node;

/// <summary>Starts the node program: cbmx itself holds no node code (design §4).</summary>
internal static class NodeProgram
{
    /// <summary>Names the node program when it lies elsewhere.</summary>
    public const string Variable = "CBMX_NODE";

    private const string AssemblyName = "CbmExchange.Node";

    private const int SigInt = 2;

    private const int SigTerm = 15;

    /// <summary>Runs the node program and returns its exit code.</summary>
    /// <param name="shell">The console: the program shares it, unless lines are read.</param>
    /// <param name="words">Verb and options.</param>
    /// <param name="onLine">Takes each line that the program writes; null: the console shows them.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public static async Task<int> RunAsync(
        Shell shell, IReadOnlyList<string> words, Action<string>? onLine, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = StartOf(Find(shell), words, onLine is not null) };
        process.OutputDataReceived += (_, line) => Hear(line.Data, onLine);
        process.Start();
        if (onLine is not null)
        {
            process.BeginOutputReadLine();
        }

        using var interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT, signal => PassOn(signal, process, SigInt));
        using var terminate = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM, signal => PassOn(signal, process, SigTerm));
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return process.ExitCode;
    }

    /// <summary>The words behind a verb, exactly as they were typed.</summary>
    public static IEnumerable<string> WordsAfter(ParseResult parsed, string verb) =>
        parsed.Tokens.Select(token => token.Value).SkipWhile(word => word != verb).Skip(1);

    /// <summary>CBMX_NODE, else beside this program, else the build output of the repository.</summary>
    public static string Find(Shell shell)
    {
        if (shell.Variable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? named
                : throw CommandStopped.Usage($"{Variable} names {named}, which is not there.");
        }

        return Candidates(shell.ProgramFolder).FirstOrDefault(File.Exists)
            ?? throw CommandStopped.Usage(
                $"The node program was not found beside cbmx. Set {Variable} to {AssemblyName}.dll or to the program.");
    }

    private static ProcessStartInfo StartOf(string program, IReadOnlyList<string> words, bool isRead)
    {
        var isAssembly = program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? DotnetHost() : program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = isRead,
        };
        foreach (var word in isAssembly ? [program, .. words] : words)
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }

    private static void Hear(string? line, Action<string>? onLine)
    {
        if (line is not null)
        {
            onLine?.Invoke(line);
        }
    }

    private static IEnumerable<string> Candidates(string folder)
    {
        yield return Path.Combine(folder, $"{AssemblyName}.dll");
        yield return Path.Combine(folder, OperatingSystem.IsWindows() ? $"{AssemblyName}.exe" : AssemblyName);
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "CbmExchange.sln")))
            {
                continue;
            }

            foreach (var configuration in new[] { "Release", "Debug" })
            {
                yield return Path.Combine(
                    at.FullName, "src", AssemblyName, "bin", configuration, "net10.0", $"{AssemblyName}.dll");
            }
        }
    }

    private static string DotnetHost() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? (Environment.ProcessPath is { } path
            && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet");

    // A terminal sends Ctrl-C to both programs, a supervisor only to this one: the node hears it either way, ends in
    // its own order, and this program waits for it.
    private static void PassOn(PosixSignalContext signal, Process process, int number)
    {
        signal.Cancel = true;
        if (!process.HasExited && !OperatingSystem.IsWindows())
        {
            _ = Kill(process.Id, number);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
