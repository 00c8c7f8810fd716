using System.Diagnostics;

namespace CbmExchange.Demo.Stage;

/// <summary>Starts .NET programs of this repository with the host that runs this one.</summary>
internal static class ProcessRun
{
    /// <summary>No command of the story takes longer, even on a busy machine.</summary>
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(3);

    public static ProcessStartInfo Start(string assembly, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var word in words.Prepend(assembly))
        {
            start.ArgumentList.Add(word);
        }

        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProcessEnd> ToEndAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(RunTimeMax);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new ProcessEnd(
                process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

/// <summary>How a program ended.</summary>
internal sealed record ProcessEnd(int ExitCode, string Output, string Error);
