using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Profiles;

/// <summary>CSIRT profiles as texts in the shape of RFC 2350, out and in.</summary>
internal static class CsirtCommands
{
    /// <summary>A published text of this kind is a few dozen KiB; a file much larger was chosen by mistake.</summary>
    private const int FileBytesMax = 1024 * 1024;

    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("csirt", "CSIRT profiles as texts in the shape of RFC 2350: out of a record, and into a draft.")
            .With(Export(context), Import(context));

    private static CbmxCommand Export(CliContext context)
    {
        var record = new RecordTarget().Record;
        var command = new CbmxCommand(
            "export",
            "Print a CSIRT profile as text with the numbered headings of RFC 2350, as far as it was released to you.",
            "cbmx csirt export XA-2026-7K3QD4 > rfc2350.txt");
        return context.Run(command.With(record), async (session, cancellation) =>
        {
            var request = new WriteProfileTextRequest { Record = session.Get(record)! };
            var reply = await session.AskAsync(
                options => session.Profiles.WriteProfileTextAsync(request, options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
            }
            else
            {
                // Line by line through the screen, which makes control characters of others harmless.
                foreach (var line in reply.Text.TrimEnd('\n').Split('\n'))
                {
                    session.Screen.Line(line);
                }
            }

            return ExitCode.Done;
        });
    }

    private static CbmxCommand Import(CliContext context)
    {
        var file = new Argument<FileInfo>("file") { Description = "The text.", HelpName = "FILE" };
        var lang = new Option<string>("--lang")
        {
            Description = "Language in which it is written, authoritative; it is never guessed.",
            HelpName = "TAG",
            Required = true,
        };
        var role = new Option<string>("--role")
        {
            Description = "What the team is for: national, governmental, sectoral, other or none.",
            HelpName = "CODE",
            Required = true,
        };
        var look = new Option<bool>("--look") { Description = "Show what would be drafted, and draft nothing." };
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "import",
            "Read a text in the shape of RFC 2350 into a draft. Only what is understood without guessing becomes a " +
            "field; all the rest is listed, nothing is shortened or invented.",
            "cbmx csirt import rfc2350.txt --lang en --role national --look",
            "cbmx csirt import rfc2350.txt --lang en --role national");
        return context.Run(command.With(file, lang, role, look, commandId), async (session, cancellation) =>
        {
            var request = new ReadProfileTextRequest
            {
                Text = TextOf(session.Get(file)!), Lang = session.Get(lang)!, Role = session.Get(role)!,
            };
            var reading = await session.AskAsync(
                options => session.Profiles.ReadProfileTextAsync(request, options), cancellation)
                .ConfigureAwait(false);
            Write(session, reading);
            return session.Get(look)
                ? ExitCode.Done
                : await DraftAsync(session, reading, request.Lang, session.CommandId(commandId), cancellation)
                    .ConfigureAwait(false);
        });
    }

    private static void Write(NodeSession session, ReadProfileTextResponse reading)
    {
        if (session.AsJson)
        {
            session.Screen.Json(reading);
            return;
        }

        ContentText.Write(session.Screen, reading.Body.CsirtProfile);
        AbsentText.Stated(session.Screen, reading.Body.CsirtProfile);
        AbsentText.NotEntered(session.Screen, reading.Body.CsirtProfile, isOwn: true);
        session.Screen.Strong(reading.NotUnderstood.Count == 0
            ? "All of it was understood."
            : $"Not taken over, {reading.NotUnderstood.Count}:");
        foreach (var one in reading.NotUnderstood)
        {
            session.Screen.Line($"line {one.Line}  {one.Heading}");
            session.Screen.Indented($"{one.Passage}\n{one.Why}");
        }
    }

    private static async Task<int> DraftAsync(
        NodeSession session, ReadProfileTextResponse reading, string lang, string commandId,
        CancellationToken cancellation)
    {
        var draft = new DraftRecordRequest
        {
            CommandId = commandId, Context = "actual", AuthoritativeLanguages = { lang }, Body = reading.Body,
        };
        var reply = await session.AskAsync(
            options => session.Publishing.DraftRecordAsync(draft, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(
            session, reply, "Drafted",
            "Nobody else holds it. Compare it with the text (`cbmx show`), then `cbmx submit`.");
        return ExitCode.Done;
    }

    private static string TextOf(FileInfo file) =>
        !file.Exists ? throw CommandStopped.Usage($"There is no file {file}.")
        : file.Length > FileBytesMax ? throw CommandStopped.Usage($"{file} is larger than {FileBytesMax} bytes.")
        : File.ReadAllText(file.FullName);
}
