using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Library;

/// <summary>Which measure is served by what; it says nothing about what any State does.</summary>
internal static class MeasuresCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var catalogue = new Option<string?>("--catalogue")
        {
            Description = "Only this catalogue: a68-98, osce, un, oas or gge-norm.",
            HelpName = "CODE",
        }.AcceptOnlyFromAmong("a68-98", "osce", "un", "oas", "gge-norm");
        var command = new CbmxCommand(
            "measures",
            "The confidence-building measures, and which record types and features serve each. It says nothing about " +
            "what any State does.",
            "cbmx measures --catalogue osce");
        return context.Run(command.With(catalogue), async (session, cancellation) =>
        {
            var request = new ListMeasuresRequest { Catalogue = session.Get(catalogue) ?? "" };
            var reply = await session.AskAsync(
                options => session.Library.ListMeasuresAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            var table = new TextTable("measure", "gist", "record types", "feature", "source");
            foreach (var measure in reply.Measures)
            {
                table.Row(
                    $"{measure.Catalogue}:{measure.Number}",
                    measure.Gist,
                    measure.RecordTypes.Count == 0 ? "-" : string.Join(' ', measure.RecordTypes),
                    measure.Feature,
                    measure.Source);
            }

            session.Screen.Table(table);
            return ExitCode.Done;
        });
    }
}
