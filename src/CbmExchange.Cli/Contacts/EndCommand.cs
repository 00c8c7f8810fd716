using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>The State's formal act that ends a contact.</summary>
internal sealed class EndCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<string> reference = new("--reference")
    {
        Description = "Number of the formal act, e.g. \"note 12-1/26\".",
        Required = true,
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new EndCommand();
        var command = new CbmxCommand(
            "end",
            "End a contact by the State's formal act (nominating authority). Everyone who ever received it is told; " +
            "its persons' data is destroyed 90 days later. This cannot be undone: a contact that ended stays ended.",
            "cbmx contact end XA-2026-7K3QD4 --reference \"note 12-1/26\"");
        command.With([.. self.target.Symbols, self.reference]);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new EndContactRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            RemovalReference = session.Get(reference)!,
        };
        var reply = await session.AskAsync(
            options => session.Publishing.EndContactAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        session.Screen.Strong($"Ended {CommandReplyText.NumberOf(reply.Record)}. {reply.Sentence}");
        session.Screen.Line($"told: {string.Join(' ', reply.Told)}");
        return ExitCode.Done;
    }
}
