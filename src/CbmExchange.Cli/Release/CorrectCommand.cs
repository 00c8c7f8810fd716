using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Release;

/// <summary>Puts right what an earlier version said, at everyone who ever received it.</summary>
internal sealed class CorrectCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<string> reason = new Option<string>("--reason")
    {
        Description = "typo, superseded-facts, misidentified or translation.",
        Required = true,
    }.AcceptOnlyFromAmong("typo", "superseded-facts", "misidentified", "translation");

    private readonly Option<string> wrong = new("--what-was-wrong")
    {
        Description = "In your words. All who are told read it: name nothing that some of them were not given.",
        HelpName = "TEXT",
        Required = true,
    };

    private readonly Option<string[]> grants = new("--grant")
    {
        Description = "A further audience, as in `cbmx release`. Repeat for several.",
        HelpName = "GRANT",
    };

    private readonly Option<bool> preview = new("--preview")
    {
        Description = "Show, per recipient, the exact content that would leave. Nothing leaves.",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new CorrectCommand();
        var command = new CbmxCommand(
            "correct",
            "Send a cleared version that puts right an earlier one, to everyone who ever received that one. Before: " +
            "`cbmx revise`, `cbmx submit`, `cbmx clear`.",
            "cbmx correct XA-2026-7K3QD4 --reason typo --what-was-wrong \"The telephone number.\" --preview",
            "cbmx correct XA-2026-7K3QD4 --reason typo --what-was-wrong \"The telephone number.\"");
        command.With([.. self.target.Symbols, self.reason, self.wrong, self.grants, self.preview]);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var further = (session.Get(grants) ?? []).Select(GrantText.Read).ToList();
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new ReleaseRecordRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            Grants = { further },
            Correction = new Correction { ReasonClass = session.Get(reason)!, WhatWasWrong = session.Get(wrong)! },
        };
        if (session.Get(preview))
        {
            var shown = await session.AskAsync(
                options => session.Publishing.PreviewReleaseAsync(request, options), cancellation)
                    .ConfigureAwait(false);
            ReleaseText.WritePreview(session, shown, request.Correction);
            return ExitCode.Done;
        }

        var reply = await session.AskAsync(
            options => session.Publishing.ReleaseRecordAsync(request, options), cancellation).ConfigureAwait(false);
        ReleaseText.Write(session, reply, target.IsReceipted, "Sent the correction of");
        return ExitCode.Done;
    }
}
