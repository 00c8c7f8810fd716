using System.Diagnostics;

namespace CbmExchange.Rules.Tests.Scripts;

/// <summary>A program of the machine, run to its end within a bound.</summary>
internal static class Tool
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(3);

    /// <summary>Runs a program in a folder and returns its exit code and all it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(RunTimeMax);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {RunTimeMax}.");
        }
    }

    /// <summary>True when a program is on the PATH.</summary>
    public static bool IsPresent(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
