using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CbmExchange.Store.PrivateServer;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    private const int OutputLengthMax = 64 * 1024;

    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        arguments.ToList().ForEach(start.ArgumentList.Add);
        start.Environment["LC_ALL"] = "C";
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal))
            .ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Start(start);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var reading = Task.WhenAll(
                ReadAsync(process.StandardOutput, limit.Token), ReadAsync(process.StandardError, limit.Token));
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return (process.ExitCode, string.Concat(await reading.ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new PrivatePostgresException(
                $"{Path.GetFileName(program)} did not end within {timeout.TotalSeconds} s.");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new PrivatePostgresException(
                $"{Path.GetFileName(start.FileName)} cannot be started: {error.Message}.", error);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        for (var read = 1; read > 0;)
        {
            read = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            kept.Append(buffer, 0, Math.Min(read, OutputLengthMax - kept.Length));
        }

        return kept.ToString();
    }
}
