using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>The State's formal act that makes a contact valid.</summary>
internal sealed class NominateCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<string> reference = new("--reference")
    {
        Description = "Number of the formal act, e.g. \"note 11-4/26\".",
        Required = true,
    };

    private readonly Option<string> authority = new("--authority")
    {
        Description = "Office that nominates.",
        Required = true,
    };

    private readonly Option<string?> date = new("--date")
    {
        Description = "Date of the act, YYYY-MM-DD (else today).",
        HelpName = "DATE",
    };

    private readonly Option<string> medium = new Option<string>("--medium")
    {
        Description = "How it was done: note-verbale, e-mail or node.",
        DefaultValueFactory = _ => "note-verbale",
    }.AcceptOnlyFromAmong("note-verbale", "e-mail", "node");

    public static CbmxCommand Build(CliContext context)
    {
        var self = new NominateCommand();
        var command = new CbmxCommand(
            "nominate",
            "Make a contact valid by the State's formal act. A contact that is not nominated cannot be released.",
            "cbmx contact nominate XA-2026-7K3QD4 --reference \"note 11-4/26\" --authority \"Foreign Ministry\"");
        command.With([.. self.target.Symbols, self.reference, self.authority, self.date, self.medium]);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new NominateContactRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            Nomination = new Nomination
            {
                ReferenceNo = session.Get(reference)!,
                NominatingAuthority = session.Get(authority)!,
                Medium = session.Get(medium)!,
                Date = session.Get(date) ?? TimeText.Of(session.Shell.Time.GetUtcNow())[..10],
            },
        };
        var reply = await session.AskAsync(
            options => session.Publishing.NominateContactAsync(request, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(session, reply, "Nominated", "Next: `cbmx submit`.");
        return ExitCode.Done;
    }
}
