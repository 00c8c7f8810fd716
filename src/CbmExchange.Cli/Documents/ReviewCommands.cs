using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Documents;

/// <summary>Own documents to be looked at again: still valid?</summary>
internal static class ReviewCommands
{
    public static CbmxCommand Due(CliContext context)
    {
        var command = new CbmxCommand(
            "due",
            "List the documents of your own State to be looked at again: 12 months after their release, or at their " +
            "own date. Nothing ends by itself. This node opens no address: whether a link still leads to the text, " +
            "and to the same one, only a person can see; a file attached beside it keeps its hash.",
            "cbmx document due");
        return context.Run(command, async (session, cancellation) =>
        {
            var all = await session.AskAsync(
                options => session.Library.ListDueDocumentsAsync(new ListDueDocumentsRequest(), options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            var table = new TextTable("record", "type", "title", "review");
            foreach (var due in all.Documents)
            {
                table.Row(
                    due.ReferenceNumber.Length > 0 ? due.ReferenceNumber : due.RecordId, due.RecordType, due.Title,
                    due.Sentence);
            }

            session.Screen.Table(table);
            session.Screen.Quiet(FactsText.Of(all.Facts, "document", "documents"));
            if (all.Documents.Count > 0)
            {
                session.Screen.Line(
                    "Still valid? `cbmx document confirm RECORD`; else `cbmx revise` or `cbmx withdraw`.");
            }

            return ExitCode.Done;
        });
    }

    public static CbmxCommand Confirm(CliContext context)
    {
        var target = new RecordTarget();
        var command = new CbmxCommand(
            "confirm",
            "Confirm a document of your own State as it stands: a new version with a new date of review.",
            "cbmx document confirm XA-2026-7K3QD4");
        return context.Run(command.With(target.Symbols), async (session, cancellation) =>
        {
            var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
            var reply = await session.AskAsync(
                options => session.Publishing.ConfirmDocumentAsync(on, options), cancellation).ConfigureAwait(false);
            CommandReplyText.Write(
                session, reply, "Confirmed", "Next: `cbmx submit`, then a second person clears and releases it.");
            return ExitCode.Done;
        });
    }
}
