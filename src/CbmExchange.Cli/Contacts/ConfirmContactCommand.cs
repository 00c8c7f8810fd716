using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>The review of an own contact that needs no change.</summary>
internal sealed class ConfirmContactCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<string[]> channels = new("--channel")
    {
        Description = "Id of a channel that was looked at; the date of review stays. Repeat for several.",
        HelpName = "ID",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new ConfirmContactCommand();
        var command = new CbmxCommand(
            "confirm",
            "Confirm a contact of your own State as it stands: a new version with today's date at its channels and a " +
            "new date of review. With --channel only those channels are confirmed.",
            "cbmx contact confirm XA-2026-7K3QD4",
            "cbmx contact confirm XA-2026-7K3QD4 --channel duty-phone");
        command.With([.. self.target.Symbols, self.channels]);
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new ConfirmContactRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
        };
        request.ChannelIds.Add(session.Get(channels) ?? []);
        var reply = await session.AskAsync(
            options => session.Publishing.ConfirmContactAsync(request, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(
            session, reply, "Confirmed", "Next: `cbmx submit`, then a second person clears and releases it.");
        return ExitCode.Done;
    }
}
