using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>The code of one channel, to be said or written.</summary>
internal sealed class CallCheckCommand
{
    private readonly Argument<string> check = CheckCommands.CheckId();

    private readonly Argument<string> state = new("state") { Description = "The State.", HelpName = "STATE" };

    private readonly Argument<string> channel = new("channel")
    {
        Description = "Channel, as the board shows it, e.g. voice-1.",
        HelpName = "CHANNEL",
    };

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new CallCheckCommand();
        var command = new CbmxCommand(
            "call",
            "Get number, local time, words and code for one channel. The channel counts as tried from then on.",
            "cbmx check call 5f0c7d1e-0000-4000-8000-000000000001 XB voice-1");
        command.With(self.check, self.state, self.channel, self.commandId);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new CallCheckedRequest
        {
            CommandId = session.CommandId(commandId),
            CheckId = session.Get(check)!,
            Participant = session.Get(state)!,
            Channel = session.Get(channel)!,
        };
        var reply = await session.AskAsync(
            options => session.Checks.CallCheckedAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        Write(session.Screen, request, reply);
        return ExitCode.Done;
    }

    private static void Write(Screen screen, CallCheckedRequest request, CallCheckedResponse reply)
    {
        screen.Strong($"{reply.Designator}   {reply.Office}   {reply.Value}");
        screen.Quiet($"{reply.Duty}{(reply.LocalTime.Length > 0 ? $", there it is {reply.LocalTime}" : "")}");
        foreach (var words in reply.Words)
        {
            screen.Line($"{words.Lang}  {words.Text}");
        }

        screen.Strong($"code {reply.Code[..3]} {reply.Code[3..]}   reference {reply.ReferenceNumber}");
        screen.Line(
            $"They type it at their node, or read it back: `cbmx check record {request.CheckId} {reply.Designator} " +
            $"{reply.Channel} --result acknowledged-in-time --code CODE`.");
    }
}
