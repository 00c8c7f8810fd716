using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>Keeps what came of one channel.</summary>
internal sealed class RecordCheckCommand
{
    private static readonly string[] Results =
    [
        "acknowledged-in-time", "delivered-no-human", "undeliverable", "wrong-contact", "language-barrier", "no-reply",
        "declined",
    ];

    private readonly Argument<string> check = CheckCommands.CheckId();

    private readonly Argument<string> state = new("state") { Description = "The State.", HelpName = "STATE" };

    private readonly Argument<string> channel = new("channel")
    {
        Description = "Channel, as the board shows it, e.g. voice-1.",
        HelpName = "CHANNEL",
    };

    private readonly Option<string> result = new Option<string>("--result")
    {
        Description = $"What came of it: {string.Join(", ", Results)}. Whether it was late the node says itself.",
        HelpName = "RESULT",
        Required = true,
    }.AcceptOnlyFromAmong(Results);

    private readonly Option<string?> code = new("--code")
    {
        Description = "The code as it was read back to you; needed for acknowledged-in-time.",
        HelpName = "CODE",
    };

    private readonly Option<DateTimeOffset?> at = TimeArgument.Option("--at", "When it was tried (else now).");

    private readonly Option<string?> note = new("--note")
    {
        Description = "One line in your words; stays in this node.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new RecordCheckCommand();
        var command = new CbmxCommand(
            "record",
            "Keep what came of a telephone call or an e-mail of a check.",
            "cbmx check record 5f0c7d1e-0000-4000-8000-000000000001 XB voice-1 --result acknowledged-in-time " +
            "--code 482193",
            "cbmx check record 5f0c7d1e-0000-4000-8000-000000000001 XB e-mail-1 --result undeliverable --note bounced");
        command.With(
            self.check, self.state, self.channel, self.result, self.code, self.at, self.note, self.commandId);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new RecordCheckOutcomeRequest
        {
            CommandId = session.CommandId(commandId),
            CheckId = session.Get(check)!,
            Participant = session.Get(state)!,
            Channel = session.Get(channel)!,
            Result = session.Get(result)!,
            Code = session.Get(code) ?? "",
            TriedAt = TimeArgument.Stamp(session.Get(at)),
            Note = session.Get(note) ?? "",
        };
        var reply = await session.AskAsync(
            options => session.Checks.RecordCheckOutcomeAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        session.Screen.Strong(
            $"Kept: {reply.Designator}, {reply.Channel}, {reply.Result}, {TimeText.Of(reply.TriedAt)}.");
        return ExitCode.Done;
    }
}
