using System.CommandLine;
using System.CommandLine.Invocation;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using Grpc.Core;

namespace CbmExchange.Cli;

/// <summary>Reads the command line, runs one command, and turns what went wrong into a sentence and a code.</summary>
public static class CbmxProgram
{
    /// <summary>Runs once. MUST NOT throw: what nobody foresaw is a sentence too.</summary>
    public static async Task<int> RunAsync(string[] args, Shell shell, CancellationToken cancellation)
    {
        var command = "";
        try
        {
            var parsed = CommandTree.Build(new CliContext(shell)).Parse(args);
            command = Spelling.PathOf(parsed.CommandResult);
            if (parsed.Action is ParseErrorAction)
            {
                throw Misuse.Of(parsed);
            }

            return await parsed.InvokeAsync(Configuration(shell), cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last line of defence: no stack trace reaches the user.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return StopText.Write(shell, NextStep.Added(Explained(failure), command), args.Contains("--json"));
        }
    }

    private static InvocationConfiguration Configuration(Shell shell) => new()
    {
        Output = shell.Out,
        Error = shell.Error,
        EnableDefaultExceptionHandler = false,
    };

    private static CommandStopped Explained(Exception failure) => failure switch
    {
        CommandStopped stopped => stopped,
        RpcException refused => NodeAnswer.Read(refused),
        OperationCanceledException => CommandStopped.Refused("Stopped before the end."),
        IOException or UnauthorizedAccessException =>
            CommandStopped.Usage($"A file cannot be used: {failure.Message}"),
        _ => new CommandStopped(
            ExitCode.Refused,
            $"A fault of cbmx itself, please report it: {failure.GetType().Name}: {failure.Message}")
        {
            Reason = "CBMX_FAULT",
        },
    };
}
