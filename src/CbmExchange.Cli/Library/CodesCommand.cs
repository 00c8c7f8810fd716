using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Library;

/// <summary>The coded lists: what each code is called, in six languages.</summary>
internal static class CodesCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var list = new Argument<string?>("list")
        {
            Description = "Name of one list, e.g. sector; without it the lists are named.",
            HelpName = "LIST",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var lang = CodeLabels.Option();
        var command = new CbmxCommand(
            "codes",
            "The codes that records use, and what each means. The code is what counts: labels are unofficial, and a " +
            "code that is not listed here is shown as it is.",
            "cbmx codes",
            "cbmx codes sector --lang fr");
        return context.Run(command.With(list, lang), async (session, cancellation) =>
        {
            var name = session.Get(list) ?? "";
            var request = new ListCodesRequest { List = name, Lang = session.Get(lang) ?? "" };
            var reply = await session.AskAsync(
                options => session.Library.ListCodesAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
            }
            else if (name.Length == 0)
            {
                WriteLists(session.Screen, reply);
            }
            else
            {
                WriteCodes(session.Screen, reply.Lists[0]);
            }

            return ExitCode.Done;
        });
    }

    private static void WriteLists(Screen screen, ListCodesResponse reply)
    {
        var table = new TextTable("list", "version", "codes", "other codes", "basis");
        foreach (var list in reply.Lists)
        {
            table.Row(
                list.List, $"{list.Version}", $"{list.Codes.Count}", list.Closed ? "refused" : "kept, shown raw",
                list.Basis);
        }

        screen.Table(table);
    }

    private static void WriteCodes(Screen screen, CodeListInfo list)
    {
        screen.Strong($"{list.List}, version {list.Version}: {list.Basis}");
        var langs = list.Codes.SelectMany(code => code.Labels.Select(label => label.Lang)).Distinct().ToList();
        var table = new TextTable(["code", .. langs, ""]);
        foreach (var code in list.Codes)
        {
            table.Row([
                code.Id, .. langs.Select(lang => code.Labels.FirstOrDefault(label => label.Lang == lang)?.Text_ ?? ""),
                code.Deprecated ? "deprecated" : "",
            ]);
        }

        screen.Table(table);
        screen.Quiet(list.Note);
    }
}
