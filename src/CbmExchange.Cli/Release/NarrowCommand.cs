using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Release;

/// <summary>Takes recipients out of a release.</summary>
internal sealed class NarrowCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<string[]> from = new("--from")
    {
        Description = "Whom to take out. Repeat for several.",
        HelpName = "STATE",
        Required = true,
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new NarrowCommand();
        var command = new CbmxCommand(
            "narrow",
            "Take recipients out of a release: they are asked to delete what they hold and get no later versions, until " +
            "a release names them again. Corrections and withdrawals still reach them.",
            "cbmx narrow XA-2026-7K3QD4 --from XC");
        return context.Run(command.With([.. self.target.Symbols, self.from]), self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new NarrowReleaseRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            Participants = { (session.Get(from) ?? []).Select(NameOf) },
        };
        var reply = await session.AskAsync(
            options => session.Publishing.NarrowReleaseAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        if (reply.Told.Count > 0)
        {
            session.Screen.Strong(
                $"Narrowed {CommandReplyText.NumberOf(reply.Record)}. {reply.Sentence}");
            session.Screen.Line($"told, asked to delete: {string.Join(' ', reply.Told)}");
        }

        if (reply.Unchanged.Count > 0)
        {
            session.Screen.Line($"taken out before, nothing sent: {string.Join(' ', reply.Unchanged)}");
        }

        return ExitCode.Done;
    }

    private static string NameOf(string given) =>
        GrantText.Member(given) is { MemberCase: AudienceMember.MemberOneofCase.Participant } one
            ? one.Participant
            : throw CommandStopped.Usage($"{given} is a body; name the States to take out, one by one.");
}
