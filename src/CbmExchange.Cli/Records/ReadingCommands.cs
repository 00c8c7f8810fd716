using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Exercises;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Records;

/// <summary>Show one record, list own ones.</summary>
internal static class ReadingCommands
{
    /// <summary>Pages that a list follows by itself, so that a list has an end.</summary>
    public const int PagesMax = 500;

    /// <summary>Largest page that the node gives.</summary>
    public const int PageItems = 200;

    public static CbmxCommand Show(
        CliContext context, string description = "Show one record, as far as you may see it.")
    {
        var record = new RecordTarget().Record;
        var phone = new Option<bool>("--phone") { Description = "Only what to read out by telephone (messages)." };
        var lang = CodeLabels.Option();
        var command = new CbmxCommand(
            "show", description, "cbmx show XA-2026-7K3QD4", "cbmx show XA-2026-7K3QD4 --lang fr",
            "cbmx show XA-2026-7K3QD4 --json");
        return context.Run(command.With(record, phone, lang), async (session, cancellation) =>
        {
            await CodeLabels.UseAsync(session, lang, cancellation).ConfigureAwait(false);
            var view = await RecordTarget.ReadAsync(session, session.Get(record)!, cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(view);
            }
            else if (session.Get(phone))
            {
                session.Screen.Line(view.PhoneText);
            }
            else
            {
                RecordText.Write(session.Screen, view);
            }

            return ExitCode.Done;
        });
    }

    public static CbmxCommand List(CliContext context, string recordType, string description)
    {
        var state = new Option<string?>("--state")
        {
            Description = "Only records in this state, e.g. draft, in-clearance, published.",
        };
        var asked = new ContextOptions();
        var command = new CbmxCommand("list", description);
        return context.Run(command.With([state, .. asked.Symbols]), async (session, cancellation) =>
        {
            var request = new ListOwnRecordsRequest
            {
                RecordType = recordType,
                State = session.Get(state) ?? "",
                Context = asked.ContextOf(session),
                ExerciseId = asked.ExerciseOf(session),
                PageSize = PageItems,
            };
            var all = await ReadAllAsync(session, request, cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            session.Screen.WithBanner(all.Records.Any(RecordText.IsExercise), () => Write(session.Screen, all));
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ListOwnRecordsResponse all)
    {
        var table = new TextTable("record", "type", "state", "authored", "held by", "subject");
        foreach (var record in all.Records)
        {
            table.Row(
                RecordText.NumberOf(record),
                record.RecordType,
                record.State,
                TimeText.Of(record.AuthoredAt),
                string.Join(' ', record.Recipients.Select(recipient => recipient.Designator)),
                RecordText.SubjectOf(record));
        }

        screen.Table(table);
        WriteOpen(screen, all);
        screen.Quiet(FactsText.Of(all.Facts, "record", "records"));
    }

    // What somebody can still act on stands below the table, so that it is not lost in a column.
    private static void WriteOpen(Screen screen, ListOwnRecordsResponse all)
    {
        foreach (var record in all.Records.Where(record => record.LeavesAt is not null))
        {
            screen.Strong($"{RecordText.NumberOf(record)} leaves at {TimeText.Of(record.LeavesAt)} to " +
                $"{string.Join(' ', record.Leaving.Select(one => one.Designator))}, can be recalled until then " +
                "(`cbmx recall`)");
        }

        foreach (var record in all.Records.Where(record => record.ReviewOpen))
        {
            screen.Strong($"{RecordText.NumberOf(record)}: review open since {TimeText.Of(record.ReviewOpenSince)}, " +
                $"due {TimeText.Of(record.ReviewDueAt)} (`cbmx review`)");
        }
    }

    private static async Task<ListOwnRecordsResponse> ReadAllAsync(
        NodeSession session, ListOwnRecordsRequest request, CancellationToken cancellation)
    {
        var all = new ListOwnRecordsResponse();
        for (var page = 0; page < PagesMax; page++)
        {
            var answer = await session.AskAsync(
                options => session.Publishing.ListOwnRecordsAsync(request, options), cancellation)
                    .ConfigureAwait(false);
            all.Records.Add(answer.Records);
            all.Facts = Facts.Joined(all.Facts, answer.Facts, all.Records.Count);
            request.PageToken = answer.NextPageToken;
            if (answer.NextPageToken.Length == 0)
            {
                break;
            }
        }

        return all;
    }
}
