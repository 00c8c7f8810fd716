using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Records;

/// <summary>Any record type from a file: a first draft, or a new version of what there is.</summary>
internal static class WritingCommands
{
    public static CbmxCommand Draft(CliContext context)
    {
        var draft = new DraftOptions();
        var type = RecordTypeOption.Of("What the file holds.");
        var command = new CbmxCommand(
            "draft",
            "Write a first draft from a file: proto3-JSON of the record type.",
            "cbmx draft --type response --file reply.json",
            "cbmx record template --type advisory > advisory.json; cbmx draft --type advisory --file advisory.json");
        return context.Run(command.With([type, .. draft.Symbols]), (session, cancellation) =>
        {
            var body = RecordTypeOption.Read(session.Get(type)!, MustBeGiven(session.Get(draft.File)));
            RecordBodies.AddMeasures(body, session.Get(draft.Measures) ?? []);
            return draft.SendAsync(session, body, cancellation);
        });
    }

    public static CbmxCommand Revise(CliContext context)
    {
        var target = new RecordTarget();
        var file = new Option<FileInfo>("--file")
        {
            Description = "The whole new content: proto3-JSON of the record type.",
            HelpName = "JSON",
            Required = true,
        };
        var lang = new Option<string[]>("--lang")
        {
            Description = "Authoritative language, if it changes; repeat for several.",
            HelpName = "TAG",
        };
        var command = new CbmxCommand(
            "revise",
            "Replace the content by a new version. It is cleared and released again like the first.",
            "cbmx revise XA-2026-7K3QD4 --file contact.json");
        return context.Run(command.With([.. target.Symbols, file, lang]), (session, cancellation) =>
            ReviseAsync(session, target, session.Get(file)!, session.Get(lang) ?? [], cancellation));
    }

    private static async Task<int> ReviseAsync(
        NodeSession session, RecordTarget target, FileInfo file, string[] lang, CancellationToken cancellation)
    {
        // The record itself says of which type it is and in which languages it speaks.
        var held = await RecordTarget.ReadAsync(session, session.Get(target.Record)!, cancellation)
            .ConfigureAwait(false);
        var request = new ReviseRecordRequest
        {
            CommandId = session.CommandId(target.CommandId),
            RecordId = held.RecordId,
            ExpectedVersion = session.Get(target.ExpectedVersion) ?? held.HeldVersion,
            Body = RecordTypeOption.Read(held.RecordType, file),
            AuthoritativeLanguages = { lang.Length > 0 ? lang : held.AuthoritativeLanguages },
        };
        var reply = await session.AskAsync(
            options => session.Publishing.ReviseRecordAsync(request, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(
            session, reply, "Revised", "What was released before stays as it was. Next: `cbmx submit`.");
        return ExitCode.Done;
    }

    private static FileInfo MustBeGiven(FileInfo? file) =>
        file ?? throw CommandStopped.Usage("Say which file holds the content: --file content.json.");
}
