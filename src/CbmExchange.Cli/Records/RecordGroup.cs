using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Records;

/// <summary>Records of any type: which there are, an example of each, and the way of all of them.</summary>
internal static class RecordGroup
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("record", "Records of any type: which there are, an example of each, drafts, lists.").With(
            Types(context),
            Template(context),
            WritingCommands.Draft(context),
            ReadingCommands.Show(context),
            ReadingCommands.List(context, "", "List this participant's own records."));

    private static CbmxCommand Types(CliContext context)
    {
        var command = new CbmxCommand(
            "types", "The record types that the node knows, with the measures that they serve.", "cbmx record types");
        return context.Run(command, async (session, cancellation) =>
        {
            var reply = await session.AskAsync(
                options => session.Library.ListRecordTypesAsync(new ListRecordTypesRequest(), options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            var table = new TextTable("type", "name", "goes to", "measures", "source");
            foreach (var type in reply.Types_)
            {
                table.Row(type.Code, type.Label, Place(type.Family), string.Join(' ', type.Measures), type.Source);
            }

            session.Screen.Table(table);
            return ExitCode.Done;
        });
    }

    private static CbmxCommand Template(CliContext context)
    {
        var type = RecordTypeOption.Of("Which type.");
        var command = new CbmxCommand(
            "template",
            "Print a complete example of a type, to be changed and drafted. It asks no node. Ids that begin with " +
            "00000000 stand for participants and records: put in real ones before you release it.",
            "cbmx record template --type advisory > advisory.json").With(type);
        command.SetAction(parsed =>
        {
            context.Shell.Out.Write(RecordTemplates.Of(parsed.GetValue(type)!));
            if (parsed.GetValue(type) == "exercise")
            {
                context.Shell.Error.WriteLine(
                    "exerciseId stands in an announcement of context actual only: delete it where you draft with "
                        + "--context exercise, since --exercise-id says it then.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Place(string family) => family switch
    {
        "contact" => "directory",
        "document" => "library",
        "message" => "inbox",
        "receipt" => "sender",
        _ => family,
    };
}
