using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Node;

namespace CbmExchange.Cli.Reference;

/// <summary>Public reference data: shown as imported-public with source and date, never as a nomination.</summary>
internal static class ImportCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Folder with the CSV files.", HelpName = "DIR" };
        var home = new Option<DirectoryInfo?>("--home") { Description = "Home of the node.", HelpName = "DIR" };
        var command = new CbmxCommand(
            "import",
            "Import public reference data into the node: participants, groupings, CSIRTs, strategies, incidents.",
            "cbmx import ops/demo/data --home /srv/cbm");
        command.With(folder, home);
        command.SetAction(async (parsed, cancellation) =>
        {
            var from = parsed.GetValue(folder)!;
            if (!from.Exists)
            {
                throw CommandStopped.Usage($"There is no folder {from}.");
            }

            string[] at = parsed.GetValue(home) is { } given ? ["--home", given.FullName] : [];
            return await NodeProgram.RunAsync(
                context.Shell, ["import-reference", .. at, "--folder", from.FullName], cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
