using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>Who answered, who is waited for.</summary>
internal static class CheckBoardCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var check = CheckCommands.CheckId();
        var command = new CbmxCommand(
            "board",
            "Show who answered and who is waited for, in the order of designators. It is for you: others are shown " +
            "`cbmx check report`.",
            "cbmx check board 5f0c7d1e-0000-4000-8000-000000000001").With(check);
        return context.Run(command, async (session, cancellation) =>
        {
            var request = new GetCheckBoardRequest { CheckId = session.Get(check) };
            var board = await session.AskAsync(
                options => session.Checks.GetCheckBoardAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(board);
                return ExitCode.Done;
            }

            Write(session.Screen, board);
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, CheckBoard board)
    {
        screen.Strong(
            $"TEST   {board.Check.Phase}   answered {board.AnsweredCount}   waiting {board.WaitingCount}   " +
            $"in time until {TimeText.Of(board.Check.ClosesAt)}");
        var table = new TextTable("State", "stands", "channel", "what is known", "duty hours", "reference", "next");
        foreach (var row in board.Rows)
        {
            var isFirst = true;
            foreach (var channel in row.Channels.DefaultIfEmpty(new CheckBoardChannel()))
            {
                table.Row(
                    isFirst ? row.Designator : "", isFirst ? row.State : "", channel.Channel, channel.State,
                    channel.DutyHours, isFirst ? row.ReferenceNumber : "", isFirst ? row.NextStep : "");
                isFirst = false;
            }
        }

        screen.Table(table);
        screen.Quiet(FactsText.Of(board.Facts, "State", "States"));
    }
}
