using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using Grpc.Core;

namespace CbmExchange.Cli;

/// <summary>Reads the command line, runs one command, and turns what went wrong into a sentence and a code.</summary>
public static class CbmxProgram
{
    /// <summary>Runs once. MUST NOT throw for anything that a user can cause.</summary>
    public static async Task<int> RunAsync(string[] args, Shell shell, CancellationToken cancellation)
    {
        var context = new CliContext(shell);
        var parsed = CommandTree.Build(context).Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = shell.Out,
            Error = shell.Error,
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.Action is ParseErrorAction)
        {
            return Misused(parsed, shell);
        }

        try
        {
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (Explained(failure) is { } stopped)
        {
            return StopText.Write(shell, stopped, parsed.GetValue(context.Json));
        }
    }

    // Null for what nobody can cause from outside: a bug shows itself.
    private static CommandStopped? Explained(Exception failure) => failure switch
    {
        CommandStopped stopped => stopped,
        RpcException refused => NodeAnswer.Read(refused),
        OperationCanceledException => CommandStopped.Refused("Stopped before the end."),
        IOException or UnauthorizedAccessException =>
            CommandStopped.Usage($"A file cannot be used: {failure.Message}"),
        _ => null,
    };

    private static int Misused(ParseResult parsed, Shell shell)
    {
        var unknown = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
        if (unknown is not null)
        {
            var near = Spelling.Nearest(unknown, parsed.CommandResult.Command);
            shell.Error.WriteLine($"`{unknown}` is not known here." + (near is null ? "" : $" Did you mean `{near}`?"));
        }
        else if (parsed.CommandResult.Command is { Action: null } group)
        {
            var verbs = string.Join(", ", group.Subcommands.Select(verb => verb.Name));
            shell.Error.WriteLine($"Say what to do: {verbs}.");
        }
        else
        {
            foreach (var error in parsed.Errors)
            {
                var words = error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                shell.Error.WriteLine(string.Join(' ', words));
            }
        }

        shell.Error.WriteLine($"`{Spelling.PathOf(parsed.CommandResult)} --help` shows what can be typed.");
        return ExitCode.Usage;
    }
}
