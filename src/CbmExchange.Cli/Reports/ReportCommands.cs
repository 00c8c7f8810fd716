using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Reports;

/// <summary>What States report of themselves; nothing is counted or scored.</summary>
internal static class ReportCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("report", "What States report of themselves under a catalogue of measures. Nothing is scored.")
            .With(CopyForward(context), Matrix(context));

    private static CbmxCommand CopyForward(CliContext context)
    {
        var record = new RecordTarget().Record;
        var from = new Option<string>("--from") { Description = "First day of the new period.", Required = true };
        var until = new Option<string>("--until") { Description = "Last day of the new period.", Required = true };
        var confirm = new Option<string[]>("--confirm-unchanged")
        {
            Description = "Id of an item that you looked at and that stands as it was. Repeat for several.",
            HelpName = "ITEM",
        };
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "copy-forward",
            "Begin this year's report from the last one. Items that you confirm stand as they were; all others begin " +
            "as not entered, so that nothing is repeated by default.",
            "cbmx report copy-forward XA-2026-7K3QD4 --from 2026-01-01 --until 2026-12-31 --confirm-unchanged osce-8");
        return context.Run(
            command.With(record, from, until, confirm, commandId),
            async (session, cancellation) =>
            {
                var request = new CopyReportForwardRequest
                {
                    CommandId = session.CommandId(commandId),
                    Record = session.Get(record)!,
                    PeriodFrom = session.Get(from)!,
                    PeriodUntil = session.Get(until)!,
                };
                request.ConfirmedItems.Add(session.Get(confirm) ?? []);
                var reply = await session.AskAsync(
                    options => session.Reports.CopyReportForwardAsync(request, options), cancellation)
                    .ConfigureAwait(false);
                CommandReplyText.Write(
                    session, reply, "Drafted", "Fill in the other items (`cbmx revise`), then `cbmx submit`.");
                return ExitCode.Done;
            });
    }

    private static CbmxCommand Matrix(CliContext context)
    {
        var catalogue = new Option<string>("--catalogue")
        {
            Description = "osce-16, oas-11, un-8, gge-norms-11 or survey-70-237.",
            HelpName = "CODE",
            Required = true,
        };
        var csv = CsvText.Option();
        var lang = CodeLabels.Option();
        var command = new CbmxCommand(
            "matrix",
            "Measures by States, from the newest report of each State that was released to you. An empty cell says " +
            "\"not shared with you\" and nothing else; nothing is counted or sorted by amount.",
            "cbmx report matrix --catalogue osce-16");
        return context.Run(command.With(catalogue, csv, lang), async (session, cancellation) =>
        {
            await CodeLabels.UseAsync(session, lang, cancellation).ConfigureAwait(false);
            var request = new ReadReportMatrixRequest { Catalogue = session.Get(catalogue)! };
            var reply = await session.AskAsync(
                options => session.Reports.ReadReportMatrixAsync(request, options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
            }
            else
            {
                Write(session.Screen, reply, session.Get(csv));
            }

            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ReadReportMatrixResponse reply, bool asCsv)
    {
        var table = new TextTable(["measure", .. reply.States.Select(state => state.State)]);
        foreach (var row in reply.Rows)
        {
            table.Row([row.Measure, .. row.Cells.Select(cell => screen.Code("ReportItem.status", cell.Status))]);
        }

        if (asCsv)
        {
            CsvText.Write(screen, table, reply.Footer);
            return;
        }

        screen.Table(table);
        foreach (var state in reply.States)
        {
            screen.Line(
                $"{state.State}: {state.PeriodFrom} to {state.PeriodUntil}  {state.Tlp}  {state.Notice}".TrimEnd());
        }

        screen.Line("An empty cell: not shared with you.");
        FooterText.Write(screen, reply.Footer);
        screen.Quiet(FactsText.Of(reply.Facts, "report", "reports"));
    }
}
