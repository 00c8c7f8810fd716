using System.CommandLine;
using System.Globalization;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Node;

namespace CbmExchange.Cli.Reference;

/// <summary>Public reference data: shown as imported-public with source and date, never as a nomination.</summary>
internal static class ImportCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "Folder with the CSV files.",
            HelpName = "DIR",
        };
        var home = new Option<DirectoryInfo>("--home")
        {
            Description = "Home of the node.",
            HelpName = "DIR",
            Required = true,
        };
        var asOf = new Option<string?>("--as-of") { Description = "Date of the data, YYYY-MM-DD.", HelpName = "DATE" };
        var command = new CbmxCommand(
            "import",
            "Import public reference data into the node: participants, groupings, CSIRTs, strategies, incidents.",
            "cbmx import ops/demo/data --home /srv/cbm");
        command.With(folder, home, asOf);
        command.SetAction((parsed, cancellation) =>
        {
            var from = parsed.GetValue(folder)!;
            if (!from.Exists)
            {
                throw CommandStopped.Usage($"There is no folder {from}.");
            }

            string[] dated = parsed.GetValue(asOf) is { } date ? ["--as-of", date] : [];
            return ImportAsync(
                context,
                ["import-reference", "--home", parsed.GetValue(home)!.FullName, "--data", from.FullName, .. dated],
                cancellation);
        });
        return command;
    }

    private static async Task<int> ImportAsync(CliContext context, string[] words, CancellationToken cancellation)
    {
        var screen = context.Screen();
        var done = new List<string>();
        var code = ExitCode.Done;
        await screen.ProgressAsync("importing", 1, async report =>
        {
            code = await NodeProgram.RunAsync(context.Shell, words, line => Hear(line, done, report), cancellation)
                .ConfigureAwait(false);
        }).ConfigureAwait(false);
        foreach (var line in done)
        {
            screen.Line(line);
        }

        return code;
    }

    // "progress dataset=incidents done=128 of=411" moves the bar; every other line is shown when the bar is gone.
    private static void Hear(string line, List<string> done, Action<double> report)
    {
        var words = line.Split(' ');
        if (words is ["progress", _, var count, var of]
            && double.TryParse(count.AsSpan("done=".Length), CultureInfo.InvariantCulture, out var now)
            && double.TryParse(of.AsSpan("of=".Length), CultureInfo.InvariantCulture, out var all))
        {
            report(now / Math.Max(all, 1));
            return;
        }

        done.Add(line);
    }
}
