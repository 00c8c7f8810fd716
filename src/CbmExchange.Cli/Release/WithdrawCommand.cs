using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Release;

/// <summary>States that a record is no longer stood by, to everyone who ever received it.</summary>
internal sealed class WithdrawCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<string> reason = new Option<string>("--reason")
    {
        Description = "no-longer-valid, issued-in-error, compromised-source, policy-change or not-stated.",
        Required = true,
    }.AcceptOnlyFromAmong("no-longer-valid", "issued-in-error", "compromised-source", "policy-change", "not-stated");

    private readonly Option<bool> delete = new("--ask-to-delete")
    {
        Description = "Ask holders to delete it too, not only to stop using it.",
    };

    private readonly Option<bool> yes = new("--yes") { Description = "Do not ask before." };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new WithdrawCommand();
        var command = new CbmxCommand(
            "withdraw",
            "State that a record is no longer stood by, to everyone who ever received it.",
            "cbmx withdraw XA-2026-7K3QD4 --reason issued-in-error");
        return context.Run(command.With([.. self.target.Symbols, self.reason, self.delete, self.yes]), self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        if (!session.Get(yes))
        {
            var view = await RecordTarget.ReadAsync(session, session.Get(target.Record)!, cancellation)
                .ConfigureAwait(false);
            Ask(session, view);
        }

        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new WithdrawRecordRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            ReasonClass = session.Get(reason)!,
            Request = session.Get(delete) ? "stop-using-and-delete" : "stop-using",
        };
        var reply = await session.AskAsync(
            options => session.Publishing.WithdrawRecordAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        session.Screen.Strong($"Withdrawn {CommandReplyText.NumberOf(reply.Record)}. {reply.Sentence}");
        session.Screen.Line($"told: {string.Join(' ', reply.Told)}");
        return ExitCode.Done;
    }

    // Of those that wait it is not known: the node counts fetches since its start, and only messages are receipted.
    private static string Fetched(RecordView view) =>
        $"{view.Recipients.Count(recipient => recipient.Receipt is not ("" or "waiting" or "public"))} known to have " +
        "fetched it" + (view.Recipients.Any(IsPublic) ? "; it stood on the public page, where nobody is counted" : "");

    private static bool IsPublic(RecipientState recipient) => recipient.Receipt == "public";

    private static int Count(RecordView view) => view.Recipients.Count(recipient => !IsPublic(recipient));

    private static void Ask(NodeSession session, RecordView view)
    {
        if (session.AsJson)
        {
            throw CommandStopped.Usage("Nothing was done: with --json nobody is asked. Repeat with --yes.");
        }

        session.Shell.Error.WriteLine(SafeText.Of(
            $"{RecordText.NumberOf(view)} {RecordText.SubjectOf(view)}: it was sent to {Count(view)} " +
            $"{(Count(view) == 1 ? "participant" : "participants")}; {Fetched(view)}; copies outside " +
            "the platform cannot be reached."));
        if (!session.Shell.CanAsk)
        {
            throw CommandStopped.Usage("Nothing was done: there is nobody to ask here. Repeat with --yes.");
        }

        session.Shell.Error.Write("Withdraw it? [y/N] ");
        session.Shell.Error.Flush();
        if (session.Shell.In.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw CommandStopped.Refused("Nothing was done.");
        }
    }
}
