using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>A desk that does not answer for a time, and who stands in.</summary>
internal sealed class UnavailableCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<DateTimeOffset?> from = TimeArgument.Option("--from", "From when (else at once).");

    private readonly Option<DateTimeOffset?> until = TimeArgument.Option(
        "--until", "When it answers again; it then does so by itself.");

    private readonly Option<string?> replacement = new("--replacement")
    {
        Description = "Contact of your own State that stands in: its reference number or id.",
        HelpName = "CONTACT",
    };

    private readonly Option<bool> over = new("--over") { Description = "It answers again before the day stated." };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new UnavailableCommand();
        var command = new CbmxCommand(
            "unavailable",
            "Say that a contact of your own State does not answer until a day, and who stands in: a new version.",
            "cbmx contact unavailable XA-2026-7K3QD4 --until 2026-12-20 --replacement XA-2026-4M8TWN",
            "cbmx contact unavailable XA-2026-7K3QD4 --over");
        command.With([.. self.target.Symbols, self.from, self.until, self.replacement, self.over]);
        command.Validators.Add(result =>
        {
            var isOver = result.GetResult(self.over) is { Tokens.Count: >= 0, Implicit: false };
            if (isOver == result.GetResult(self.until) is { Tokens.Count: > 0 })
            {
                result.AddError("Say until when: --until 2026-12-20, or --over when it answers again.");
            }
        });
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new SetContactAvailabilityRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            Replacement = session.Get(replacement) ?? "",
        };
        if (session.Get(until) is { } back)
        {
            request.Unavailable = new Period
            {
                From = TimeArgument.Stamp(session.Get(from) ?? session.Shell.Time.GetUtcNow()),
                Until = TimeArgument.Stamp(back),
            };
        }

        var reply = await session.AskAsync(
            options => session.Publishing.SetContactAvailabilityAsync(request, options), cancellation)
            .ConfigureAwait(false);
        CommandReplyText.Write(
            session, reply, request.Unavailable is null ? "Available again:" : "Unavailable for a time:",
            "Nobody is told yet. Next: `cbmx submit`, then a second person clears and releases it.");
        return ExitCode.Done;
    }
}
