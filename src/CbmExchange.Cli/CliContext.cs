using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;

namespace CbmExchange.Cli;

/// <summary>What every command shares: the shell and the options that stand before all others.</summary>
internal sealed class CliContext
{
    /// <summary>Longest wait that may be asked for.</summary>
    private const int TimeoutSecondsMax = 3600;

    /// <summary>Wait for one call when nothing is said; lookups answer in well under a second.</summary>
    private const int TimeoutSecondsDefault = 30;

    public CliContext(Shell shell) => Shell = shell;

    public Shell Shell { get; }

    public Option<string?> Profile { get; } = new("--profile")
    {
        Description = "Your officer profile, written by `cbmx node init` (else the variable CBMX_PROFILE).",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print proto3-JSON instead of text.",
        Recursive = true,
    };

    public Option<int> TimeoutSeconds { get; } = new("--timeout")
    {
        Description = "Seconds to wait for one answer.",
        HelpName = "SECONDS",
        Recursive = true,
        DefaultValueFactory = _ => TimeoutSecondsDefault,
        CustomParser = result => (int)NumberArgument.Read(result, "--timeout", 1, TimeoutSecondsMax, " seconds"),
    };

    /// <summary>The option of commands that change something.</summary>
    public static Option<string?> CommandIdOption() => new("--command-id")
    {
        Description = "Repeat an earlier command: the same id gives the first answer and changes nothing.",
        HelpName = "UUID",
    };

    /// <summary>A text writer for answers and sentences.</summary>
    public Screen Screen() => new(Shell);

    /// <summary>Gives a command its action, with a session on the node.</summary>
    public CbmxCommand Run(CbmxCommand command, Func<NodeSession, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = NodeSession.Open(this, parsed);
            return await action(session, cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
