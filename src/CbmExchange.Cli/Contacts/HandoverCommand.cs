using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>A contact changes hands: to another contact, or among the persons of its office.</summary>
internal sealed class HandoverCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<DateTimeOffset?> from = TimeArgument.Option(
        "--from", "First day on which both can be reached.");

    private readonly Option<DateTimeOffset?> until = TimeArgument.Option(
        "--until", "When who leaves is reached no more: the first moment after the overlap.");

    private readonly Option<string?> successor = new("--successor")
    {
        Description = "Contact of your own State that follows: its reference number or id.",
        HelpName = "CONTACT",
    };

    private readonly Option<string[]> leaving = new("--leaving")
    {
        Description = "Id of a person of this contact who leaves. Repeat for several.",
        HelpName = "PERSON",
    };

    private readonly Option<string[]> following = new("--following")
    {
        Description = "A person who follows (personal data; can be withheld): ID=[LANG:]NAME. Repeat for several.",
        HelpName = "PERSON",
    };

    private readonly Option<bool> complete = new("--complete")
    {
        Description = "The days are past: take out who left.",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new HandoverCommand();
        var command = new CbmxCommand(
            "handover",
            "Hand a contact of your own State over, with days on which both can be reached. Begins a new version, " +
            "which the nominating authority confirms.",
            "cbmx contact handover XA-2026-7K3QD4 --from 2026-12-01 --until 2026-12-08 --leaving officer-1 " +
            "--following \"officer-2=Bela Example\"",
            "cbmx contact handover XA-2026-7K3QD4 --from 2026-12-01 --until 2026-12-08 --successor XA-2026-4M8TWN",
            "cbmx contact handover XA-2026-7K3QD4 --complete");
        command.With([
            .. self.target.Symbols, self.from, self.until, self.successor, self.leaving, self.following,
            self.complete,
        ]);
        command.Validators.Add(result =>
        {
            var isComplete = result.GetResult(self.complete) is { Implicit: false };
            var hasDays = result.GetResult(self.from) is { Tokens.Count: > 0 }
                && result.GetResult(self.until) is { Tokens.Count: > 0 };
            if (isComplete == hasDays)
            {
                result.AddError("Say on which days both can be reached: --from and --until; or --complete.");
            }
        });
        return context.Run(command, self.RunAsync);
    }

    private Task<int> RunAsync(NodeSession session, CancellationToken cancellation) =>
        session.Get(complete) ? CompleteAsync(session, cancellation) : BeginAsync(session, cancellation);

    private async Task<int> BeginAsync(NodeSession session, CancellationToken cancellation)
    {
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new HandOverContactRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            Overlap = new Period
            {
                From = TimeArgument.Stamp(session.Get(from)),
                Until = TimeArgument.Stamp(session.Get(until)),
            },
            Successor = session.Get(successor) ?? "",
            Leaving = { session.Get(leaving) ?? [] },
        };
        await AddFollowingAsync(session, request, cancellation).ConfigureAwait(false);
        var reply = await session.AskAsync(
            options => session.Publishing.HandOverContactAsync(request, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(
            session, reply, "Handover begun:",
            "Nobody is told yet. Next: the nominating authority confirms it (`cbmx contact nominate`), then " +
            "`cbmx submit`.");
        return ExitCode.Done;
    }

    // A name is in the language that the record speaks, unless it says another.
    private async Task AddFollowingAsync(
        NodeSession session, HandOverContactRequest request, CancellationToken cancellation)
    {
        if (session.Get(following) is { Length: > 0 } given)
        {
            var held = await RecordTarget.ReadAsync(session, request.RecordId, cancellation).ConfigureAwait(false);
            request.Following.Add(
                given.Select(one => ContactParts.Person("--following", one, held.AuthoritativeLanguages)));
        }
    }

    private async Task<int> CompleteAsync(NodeSession session, CancellationToken cancellation)
    {
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var reply = await session.AskAsync(
            options => session.Publishing.CompleteHandoverAsync(on, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(
            session, reply, "Handover complete:",
            "Next: `cbmx submit`. Personal data of who left is destroyed 90 days after this version was released.");
        return ExitCode.Done;
    }
}
