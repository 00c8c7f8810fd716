using System.Diagnostics;

namespace CbmExchange.Node.Tests.Startup;

/// <summary>How a run of the real program, as a process of its own, ended.</summary>
/// <param name="ExitCode">As the shell sees it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Sentences">Lines of standard error that are no log: what the person who started it reads.</param>
internal sealed record NodeRun(int ExitCode, string Output, IReadOnlyList<string> Sentences)
{
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(90);

    /// <summary>Runs it to its end, which has to come by itself.</summary>
    /// <param name="prefix">A program and arguments that run it, e.g. on a small disk; none runs it directly.</param>
    /// <param name="words">Its verb and options.</param>
    public static async Task<NodeRun> RunAsync(IReadOnlyList<string> prefix, params string[] words)
    {
        string[] all = [.. prefix, "dotnet", Path.Combine(AppContext.BaseDirectory, "CbmExchange.Node.dll"), .. words];
        using var process = Process.Start(new ProcessStartInfo(all[0], all.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(EndMax, TimeProvider.System);
            return new NodeRun(process.ExitCode, await output, SentencesIn(await errors));
        }
        finally
        {
            // A node that came up although it should not have would stay.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static List<string> SentencesIn(string errors) =>
        [.. errors.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('{'))];
}
