using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Library;

/// <summary>What changed since a day, by measure: what a secretariat prepares a meeting with.</summary>
internal static class DigestCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var since = TimeArgument.Option("--since", "From this moment on, by the clock of this node.");
        since.Required = true;
        var body = new Option<string?>("--body")
        {
            Description = "Only of the members of this body.", HelpName = "ACRONYM",
        };
        var csv = CsvText.Option();
        var command = new CbmxCommand(
            "digest",
            "What changed since a day, by measure: contacts and documents, as far as they were released to you. " +
            "Exercises and tests are left out.",
            "cbmx digest --since 2026-06-01 --body XO",
            "cbmx digest --since 2026-06-01 --csv > digest.csv",
            "cbmx digest --since 2026-06-01 --json");
        return context.Run(command.With(since, body, csv), async (session, cancellation) =>
        {
            var request = new ReadDigestRequest
            {
                Since = TimeArgument.Stamp(session.Get(since)), Body = session.Get(body) ?? "",
            };
            var reply = await session.AskAsync(
                options => session.Library.ReadDigestAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
            }
            else if (session.Get(csv))
            {
                WriteCsv(session.Screen, reply);
            }
            else
            {
                Write(session.Screen, reply);
            }

            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ReadDigestResponse reply)
    {
        foreach (var group in reply.Groups)
        {
            screen.Strong(group.Measure.Length > 0 ? $"{group.Measure}  {group.Gist}".TrimEnd() : "under no measure");
            var table = new TextTable("changed", "change", "state", "type", "title", "marking");
            foreach (var change in group.Changes)
            {
                table.Row(
                    TimeText.Of(change.At), change.Change, change.Item.State, change.Item.RecordType, change.Item.Title,
                    change.Item.Tlp);
            }

            screen.Table(table);
            foreach (var item in group.Changes.Select(change => change.Item).Where(item => item.Notice.Length > 0))
            {
                screen.Line($"{item.Title}: {item.Notice}");
            }

            screen.Line();
        }

        if (reply.IsCut)
        {
            screen.Strong("There are more changes than these, the newest 2,000; ask from a later day on.");
        }

        FooterText.Write(screen, reply.Footer);
        screen.Quiet(FactsText.Of(reply.Facts, "record", "records"));
    }

    private static void WriteCsv(Screen screen, ReadDigestResponse reply)
    {
        var table = new TextTable(
            "measure", "changed", "change", "state", "type", "kind", "title", "date", "status", "marking", "notice",
            "record");
        foreach (var group in reply.Groups)
        {
            foreach (var change in group.Changes)
            {
                var item = change.Item;
                table.Row(
                    group.Measure, TimeText.Of(change.At), change.Change, item.State, item.RecordType, item.Kind,
                    item.Title, item.Date, item.Status, item.Tlp, item.Notice, item.RecordId);
            }
        }

        CsvText.Write(screen, table, reply.Footer);
    }
}
