using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>Sends the messages of a check, or shows what one would read like here.</summary>
internal sealed class OpenCheckCommand
{
    private readonly Argument<string> check = CheckCommands.CheckId();

    private readonly Option<bool> dryRun = new("--dry-run")
    {
        Description = "Show the message as it would read if you were checked; nothing leaves.",
    };

    private readonly Option<string?> code = new("--code")
    {
        Description = "With --dry-run: the group that the message names; says whether it is the one meant.",
        HelpName = "CODE",
    };

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new OpenCheckCommand();
        var command = new CbmxCommand(
            "open",
            "Send each State its message. Somebody else than who planned the check opens it.",
            "cbmx check open 5f0c7d1e-0000-4000-8000-000000000001 --dry-run",
            "cbmx check open 5f0c7d1e-0000-4000-8000-000000000001");
        command.With(self.check, self.dryRun, self.code, self.commandId);
        return context.Run(command, self.RunAsync);
    }

    private Task<int> RunAsync(NodeSession session, CancellationToken cancellation) =>
        session.Get(dryRun)
            ? TryAsync(session, cancellation)
            : CheckCommands.StepAsync(
                session, commandId, session.Get(check)!,
                (checks, command, options) => checks.OpenCheckAsync(command, options),
                "Sent to {0} States. See who answers: `cbmx check board {1}`.", cancellation);

    private async Task<int> TryAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new TryCheckRequest
        {
            CommandId = session.CommandId(commandId),
            CheckId = session.Get(check)!,
            Code = session.Get(code) ?? "",
        };
        var reply = await session.AskAsync(
            options => session.Checks.TryCheckAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        if (request.Code.Length > 0)
        {
            session.Screen.Strong(
                reply.Right ? "Right: this would count." : "Not the one meant: this would not count.");
            return ExitCode.Done;
        }

        session.Screen.Line("Dry run: nothing leaves. A State would read:");
        AnswerCheckCommand.Write(
            session.Screen,
            new RecordView { Context = "test", Originator = "you", SignatureState = "not signed" },
            reply.Message);
        session.Screen.Line($"Next: the same with `--code CODE` says whether your answer would count.");
        return ExitCode.Done;
    }
}
