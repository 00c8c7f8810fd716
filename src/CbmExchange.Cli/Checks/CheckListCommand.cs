using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Checks;

/// <summary>Own checks, and the last results of checks of one's own State.</summary>
internal static class CheckListCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var command = new CbmxCommand(
            "list",
            "List this participant's own checks, and the last five results of checks of itself. Checks that wait for " +
            "your answer are in `cbmx inbox`.",
            "cbmx check list");
        return context.Run(command, async (session, cancellation) =>
        {
            var all = await session.AskAsync(
                options => session.Checks.ListChecksAsync(new ListChecksRequest(), options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            Write(session.Screen, all);
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ListChecksResponse all)
    {
        var checks = new TextTable("check", "stands", "States", "channels", "opens", "in time until");
        foreach (var check in all.Checks)
        {
            checks.Row(
                check.CheckId, check.Phase,
                check.Body.Length > 0 ? $"{check.ParticipantCount} of {check.Body}" : $"{check.ParticipantCount}",
                string.Join(" + ", check.Channels), TimeText.Of(check.OpensAt), TimeText.Of(check.ClosesAt));
        }

        screen.Table(checks);
        var results = new TextTable("your own result", "from", "closed", "channel", "result");
        foreach (var result in all.Results)
        {
            foreach (var channel in result.Results)
            {
                results.Row(
                    result.ReferenceNumber, result.Originator, TimeText.Of(result.ClosedAt),
                    channel.ChannelId.Length > 0 ? channel.ChannelId : channel.ChannelType, channel.Result);
            }
        }

        screen.Table(results);
        screen.Quiet(FactsText.Of(all.Facts, "item", "items"));
    }
}
