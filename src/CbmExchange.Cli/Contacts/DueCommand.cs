using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>Own contacts to be reviewed.</summary>
internal static class DueCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var command = new CbmxCommand(
            "due",
            "List the contacts of your own State whose review is due within 30 days or overdue. Nothing ends by " +
            "itself.",
            "cbmx contact due");
        return context.Run(command, async (session, cancellation) =>
        {
            var all = await session.AskAsync(
                options => session.Directory.ListDueReviewsAsync(new ListDueReviewsRequest(), options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            var table = new TextTable("record", "office", "review");
            foreach (var due in all.Reviews)
            {
                table.Row(
                    due.ReferenceNumber.Length > 0 ? due.ReferenceNumber : due.RecordId, due.Office, due.Sentence);
            }

            session.Screen.Table(table);
            session.Screen.Quiet(FactsText.Of(all.Facts, "contact", "contacts"));
            if (all.Reviews.Count > 0)
            {
                session.Screen.Line("Next: `cbmx contact confirm RECORD` where nothing changed, else `cbmx revise`.");
            }

            return ExitCode.Done;
        });
    }
}
