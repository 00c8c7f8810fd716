using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Library;

/// <summary>Two or three States side by side.</summary>
internal static class CompareCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var states = new Argument<string[]>("states")
        {
            Description = "Two or three States.", HelpName = "STATES", Arity = new ArgumentArity(2, 3),
        };
        var (topic, kind) = (Code("--topic", "Only on this topic, e.g. norms."),
            Code("--kind", "Only of this kind, e.g. strategy."));
        var type = new Option<string?>("--type") { Description = "Only records of this type.", HelpName = "TYPE" }
            .Offer(RecordBodies.Types);
        var command = new CbmxCommand(
            "compare",
            "What two or three States say about one thing, one after the other in the order that you give. Nothing " +
            "is ranked; a State without a text shared nothing of it with you.",
            "cbmx library compare XA XB --topic norms");
        return context.Run(command.With(states, topic, kind, type), async (session, cancellation) =>
        {
            var request = new CompareStatesRequest
            {
                States = { session.Get(states)! },
                Topic = session.Get(topic) ?? "",
                Kind = session.Get(kind) ?? "",
                RecordType = session.Get(type) ?? "",
            };
            var reply = await session.AskAsync(
                options => session.Library.CompareStatesAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
            }
            else
            {
                Write(session.Screen, reply);
            }

            return ExitCode.Done;
        });
    }

    private static Option<string?> Code(string name, string description) =>
        new(name) { Description = description, HelpName = "CODE" };

    private static void Write(Screen screen, CompareStatesResponse reply)
    {
        var table = new TextTable(["", .. reply.Columns.Select(column => column.State)]);
        foreach (var kind in reply.Columns.SelectMany(column => column.Records).Select(KindOf).Distinct())
        {
            table.Row([kind, .. reply.Columns.Select(column => Titles(column, kind))]);
        }

        screen.Table(table);
        foreach (var column in reply.Columns)
        {
            screen.Line();
            screen.Strong(column.Records.Count > 0 ? column.State : $"{column.State}: not shared with you");
            foreach (var record in column.Records)
            {
                screen.Line($"{KindOf(record)}  {record.Item.Date}  {record.Item.Title}  {record.Item.Tlp}".TrimEnd());
                foreach (var text in TextsText.All(screen, record.Text))
                {
                    screen.Indented(text);
                }

                if (record.Item.Notice.Length > 0)
                {
                    screen.Indented(record.Item.Notice);
                }
            }
        }

        FooterText.Write(screen, reply.Footer);
        screen.Quiet(FactsText.Of(reply.Facts, "record", "records"));
    }

    private static string Titles(StateColumn column, string kind)
    {
        var titles = column.Records.Where(record => KindOf(record) == kind).Select(record => record.Item.Title);
        return string.Join("; ", titles) is { Length: > 0 } joined ? joined : "not shared with you";
    }

    private static string KindOf(ComparedRecord record) =>
        record.Item.Kind.Length > 0 ? $"{record.Item.RecordType}: {record.Item.Kind}" : record.Item.RecordType;
}
