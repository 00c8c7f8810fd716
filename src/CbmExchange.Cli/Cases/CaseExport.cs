using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;

namespace CbmExchange.Cli.Cases;

/// <summary>A case as a file: text to read and print, or JSON. Banner and marking first and last, as-of time.</summary>
internal static class CaseExport
{
    private static readonly string[] Formats = ["text", "json"];

    public static CbmxCommand Build(CliContext context)
    {
        var id = CaseCommands.CaseArgument();
        var format = new Option<string>("--format")
        {
            Description = "text or json.", DefaultValueFactory = _ => "text",
        }.AcceptOnlyFromAmong(Formats);
        var output = new Option<FileInfo?>("--to")
        {
            Description = "The file to write; it must not be there yet (else to the screen).", HelpName = "FILE",
        };
        var command = new CbmxCommand(
            "export",
            "Write a case with its timeline, national notes included: handle the file as your own record.",
            "cbmx case export XA-2026-7K3QD4 --to case.txt");
        return context.Run(command.With(id, format, output), async (session, cancellation) =>
        {
            var found = await CaseReading.ReadAsync(session, session.Get(id)!, cancellation).ConfigureAwait(false);
            var text = session.Get(format) == "json" || session.AsJson
                ? JsonText.Of(found) + "\n"
                : Plain(session.Shell, found);
            if (session.Get(output) is not { } file)
            {
                session.Shell.Out.Write(text);
                return ExitCode.Done;
            }

            if (file.Exists)
            {
                throw CommandStopped.Usage($"{file} is there already; name another file or move it away.");
            }

            await using var stream = new FileStream(file.FullName, FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(text.AsMemory(), cancellation).ConfigureAwait(false);
            session.Screen.Strong($"Written: {file.Name}. It holds national notes.");
            return ExitCode.Done;
        });
    }

    private static string Plain(Shell shell, Contracts.Exchange.V1.GetCaseResponse found)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CaseText.Write(new Screen(shell with { Out = text, IsTerminal = false }), found);
        return text.ToString();
    }
}
