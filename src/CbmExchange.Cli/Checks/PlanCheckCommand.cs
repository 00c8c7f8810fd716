using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>Plans a check; nothing leaves.</summary>
internal sealed class PlanCheckCommand
{
    private static readonly string[] Channels = ["node-inbox", "e-mail", "voice"];

    private static readonly string[] Hours = ["any", "inside", "outside"];

    private readonly Option<string?> body = new("--body")
    {
        Description = "Check the members of this body; for its secretariat.",
        HelpName = "BODY",
    };

    private readonly Option<string[]> to = new("--to")
    {
        Description = "Check this State; may be given several times.",
        HelpName = "STATE",
    };

    private readonly Option<string[]> except = new("--except")
    {
        Description = "Leave this State out.",
        HelpName = "STATE",
    };

    private readonly Option<string[]> optedOut = new("--opted-out")
    {
        Description = "This State said before that it takes no part: counted so, and sent nothing.",
        HelpName = "STATE",
    };

    private readonly Option<string[]> kind = new("--kind")
    {
        Description = "Contacts of this kind only, e.g. technical; may be given several times.",
        HelpName = "KIND",
    };

    private readonly Option<string[]> channel = new Option<string[]>("--channel")
    {
        Description = $"Try this type of channel, each by itself: {string.Join(", ", Channels)} (else node-inbox).",
        HelpName = "TYPE",
    }.AcceptOnlyFromAmong(Channels);

    private readonly Option<DateTimeOffset?> opens = TimeArgument.Option("--opens", "When it opens (else now).");

    private readonly Option<DateTimeOffset?> closes =
        TimeArgument.Option("--closes", "Until when an answer is in time (else 48 hours after it opens).");

    private readonly Option<bool> announced = new("--announced") { Description = "States are told before." };

    private readonly Option<string> hours = new Option<string>("--duty-hours")
    {
        Description = "Whether it opens inside or outside the duty hours of the desks on purpose; it is recorded.",
        HelpName = "WHEN",
        DefaultValueFactory = _ => "any",
    }.AcceptOnlyFromAmong(Hours);

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new PlanCheckCommand();
        var command = new CbmxCommand(
            "plan",
            "Plan a check of contacts and draft its messages, one for each State, in the words of the phrase list. " +
            "Nothing leaves before a second person opens it.",
            "cbmx check plan --body XO --channel node-inbox --channel voice --kind technical --opted-out XC",
            "cbmx check plan --to XA --to XB --opens 2026-12-01T09:00Z --announced");
        command.With(
            self.body, self.to, self.except, self.optedOut, self.kind, self.channel, self.opens, self.closes,
            self.announced, self.hours, self.commandId);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new PlanCheckRequest
        {
            CommandId = session.CommandId(commandId),
            Body = session.Get(body) ?? "",
            Announced = session.Get(announced),
            DutyHours = session.Get(hours)!,
            OpensAt = TimeArgument.Stamp(session.Get(opens)),
            ClosesAt = TimeArgument.Stamp(session.Get(closes)),
        };
        request.Participants.Add(session.Get(to));
        request.Except.Add(session.Get(except));
        request.OptedOut.Add(session.Get(optedOut));
        request.Kinds.Add(session.Get(kind));
        request.Channels.Add(session.Get(channel));
        var reply = await session.AskAsync(
            options => session.Checks.PlanCheckAsync(request, options), cancellation).ConfigureAwait(false);
        CheckCommands.Write(
            session, reply,
            "Planned for {0} States: {1}. Try it on yourself: `cbmx check open {1} --dry-run`. A second person " +
            "opens it.");
        return ExitCode.Done;
    }
}
