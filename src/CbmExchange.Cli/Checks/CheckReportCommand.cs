using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>What came of a check: for a meeting, for the officer, and to each State its own.</summary>
internal sealed class CheckReportCommand
{
    private readonly Argument<string> check = CheckCommands.CheckId();

    private readonly Option<bool> csv = new("--csv")
    {
        Description = "For a meeting: comma-separated values, no names.",
    };

    private readonly Option<bool> callList = new("--call-list")
    {
        Description = "For you alone: whom to follow up, with names.",
    };

    private readonly Option<bool> send = new("--send")
    {
        Description = "Send each State its own result; somebody else than who closed the check does this.",
    };

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new CheckReportCommand();
        var command = new CbmxCommand(
            "report",
            "Show what came of a closed check as a meeting may see it: counts of States, no name, no cell under five.",
            "cbmx check report 5f0c7d1e-0000-4000-8000-000000000001 --csv",
            "cbmx check report 5f0c7d1e-0000-4000-8000-000000000001 --call-list",
            "cbmx check report 5f0c7d1e-0000-4000-8000-000000000001 --send");
        command.With(self.check, self.csv, self.callList, self.send, self.commandId);
        return context.Run(command, self.RunAsync);
    }

    private Task<int> RunAsync(NodeSession session, CancellationToken cancellation) =>
        session.Get(send)
            ? CheckCommands.StepAsync(
                session, commandId, session.Get(check)!,
                (checks, command, options) => checks.SendCheckResultsAsync(command, options),
                "Sent to {0} States, to each its own result alone.", cancellation)
            : ShowAsync(session, cancellation);

    private async Task<int> ShowAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new GetCheckReportRequest { CheckId = session.Get(check)! };
        var report = await session.AskAsync(
            options => session.Checks.GetCheckReportAsync(request, options), cancellation).ConfigureAwait(false);

        // What is printed for a meeting is never more than it may see, as JSON neither.
        if (!session.Get(callList))
        {
            report.CallList.Clear();
        }

        if (session.AsJson)
        {
            session.Screen.Json(report);
        }
        else if (session.Get(callList))
        {
            WriteCallList(session.Screen, report);
        }
        else
        {
            WriteCounts(session.Screen, report, session.Get(csv));
        }

        return ExitCode.Done;
    }

    private static void WriteCounts(Screen screen, CheckReport report, bool asCsv)
    {
        if (asCsv)
        {
            screen.Line("channel,result,states");
            foreach (var count in report.Counts)
            {
                screen.Line($"{count.ChannelType},{count.Result},{count.States}");
            }

            screen.Line($"all,checked,{report.Participants}");
            return;
        }

        screen.Strong($"TEST   {report.Participants} States   closed {TimeText.Of(report.ClosedAt)}");
        var table = new TextTable("channel", "result", "States");
        foreach (var count in report.Counts)
        {
            table.Row(count.ChannelType, count.Result, count.States);
        }

        screen.Table(table);
        foreach (var note in report.Notes)
        {
            screen.Line(note);
        }
    }

    private static void WriteCallList(Screen screen, CheckReport report)
    {
        screen.Strong("For you alone: whom to follow up. It is no judgement.");
        var table = new TextTable("State", "channel", "office", "number or address", "result");
        foreach (var row in report.CallList)
        {
            table.Row(row.Designator, row.Channel, row.Office, row.Value, row.Result);
        }

        screen.Table(table);
    }
}
