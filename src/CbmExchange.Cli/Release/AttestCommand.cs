using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Release;

/// <summary>Says to the originator of a withdrawn record what was done with it here.</summary>
internal sealed class AttestCommand
{
    private readonly Argument<string> record = new RecordTarget().Record;

    private readonly Option<string> result = new Option<string>("--result")
    {
        Description = "deleted: this node then destroys its own copy. deleted-except-archive, will-not or cannot: it " +
            "stays.",
        Required = true,
    }.AcceptOnlyFromAmong("deleted", "deleted-except-archive", "will-not", "cannot");

    private readonly Option<string?> note = new("--note")
    {
        Description = "In your words, for the originator.",
        HelpName = "[LANG:]TEXT",
    };

    private readonly Option<string?> commandId = CliContext.CommandIdOption();

    public static CbmxCommand Build(CliContext context)
    {
        var self = new AttestCommand();
        var command = new CbmxCommand(
            "attest",
            "Write, for the originator, what was done here with a record that it withdrew or took from you. It is " +
            "voluntary. It goes the usual way: submit, clear, release to the originator.",
            "cbmx attest XB-2026-7K3QD4 --result deleted");
        return context.Run(command.With(self.record, self.result, self.note, self.commandId), self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var held = await RecordTarget.ReadAsync(session, session.Get(record)!, cancellation).ConfigureAwait(false);
        if (held.Withdrawal is null && held.NarrowedAt is null)
        {
            throw CommandStopped.Usage(
                $"{RecordText.NumberOf(held)} was neither withdrawn nor taken from you; there is nothing to attest.");
        }

        var request = new DraftRecordRequest
        {
            CommandId = session.CommandId(commandId),
            Context = held.Context,
            ExerciseId = held.ExerciseId,
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody { DeletionAttestation = Content(session, held) },
        };
        var reply = await session.AskAsync(
            options => session.Publishing.DraftRecordAsync(request, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(
            session, reply, "Drafted the attestation",
            "Nobody else holds it. Next: `cbmx submit`, a second person clears it and releases it "
            + $"`--to {held.Originator}`."
            + (session.Get(result) == "deleted" ? " When it is released, this node destroys its copy." : ""));
        return ExitCode.Done;
    }

    private DeletionAttestation Content(NodeSession session, RecordView held)
    {
        var content = new DeletionAttestation
        {
            OfRecord = new RecordReference { RecordId = held.RecordId, ContentHash = held.ContentHash },
            Result = session.Get(result),
            At = session.Shell.Time.GetUtcNow().ToTimestamp(),
        };
        if (session.Get(note) is { } words)
        {
            content.Note.Add(TextArgument.Read([words], ["en"]));
        }

        return content;
    }
}
