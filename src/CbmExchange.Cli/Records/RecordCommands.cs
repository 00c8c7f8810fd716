using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;

namespace CbmExchange.Cli.Records;

/// <summary>The way of any own record up to clearance: submit, return, clear, abandon, review.</summary>
internal static class RecordCommands
{
    public static CbmxCommand Submit(CliContext context) => Simple(
        context,
        new CbmxCommand("submit", "Hand a draft to clearance.", "cbmx submit XA-2026-7K3QD4"),
        (session, command, options) => session.Publishing.SubmitRecordAsync(command, options),
        "Submitted",
        "Next: a releasing authority who is not the author runs `cbmx clear`.");

    public static CbmxCommand Clear(CliContext context) => Simple(
        context,
        new CbmxCommand(
            "clear",
            "Clear a submitted record: the State's statement is signed now, once. You must not be its author.",
            "cbmx clear XA-2026-7K3QD4"),
        (session, command, options) => session.Publishing.ClearRecordAsync(command, options),
        "Cleared and signed",
        "Nobody else holds it yet. Next: `cbmx release … --preview`, then `cbmx release …`.");

    public static CbmxCommand Abandon(CliContext context) => Simple(
        context,
        new CbmxCommand("abandon", "End a draft that never left.", "cbmx abandon XA-2026-7K3QD4"),
        (session, command, options) => session.Publishing.AbandonRecordAsync(command, options),
        "Abandoned",
        "");

    public static CbmxCommand Recall(CliContext context) => Simple(
        context,
        new CbmxCommand(
            "recall",
            "Take back a release that waits to leave (`cbmx list` and `cbmx receipts` say until when). Nobody was " +
            "given anything. What has left cannot be recalled: `cbmx withdraw` tells those who hold it.",
            "cbmx recall XA-2026-7K3QD4"),
        (session, command, options) => session.Publishing.RecallReleaseAsync(command, options),
        "Recalled",
        "Nothing of that release left. To release it again: `cbmx release`.");

    public static CbmxCommand Return(CliContext context)
    {
        var target = new RecordTarget();
        var reason = new Option<string>("--reason") { Description = "Why, for the author.", Required = true };
        var command = new CbmxCommand(
            "return",
            "Send a submitted record back to its author.",
            "cbmx return XA-2026-7K3QD4 --reason \"Say which annex is left out.\"");
        return context.Run(command.With([.. target.Symbols, reason]), async (session, cancellation) =>
        {
            var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
            var request = new ReturnRecordRequest
            {
                CommandId = on.CommandId,
                RecordId = on.RecordId,
                ExpectedVersion = on.ExpectedVersion,
                Reason = session.Get(reason)!,
            };
            var reply = await session.AskAsync(
                options => session.Publishing.ReturnRecordAsync(request, options), cancellation).ConfigureAwait(false);
            CommandReplyText.Write(session, reply, "Returned", "");
            return ExitCode.Done;
        });
    }

    public static CbmxCommand Review(CliContext context)
    {
        var target = new RecordTarget();
        var note = new Option<string>("--note") { Description = "What the review found.", Required = true };
        var command = new CbmxCommand(
            "review",
            "Record the review of a release that a duty officer made alone.",
            "cbmx review XA-2026-7K3QD4 --note \"Rightly released.\"");
        return context.Run(command.With([.. target.Symbols, note]), async (session, cancellation) =>
        {
            var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
            var request = new ReviewBreakGlassRequest
            {
                CommandId = on.CommandId,
                RecordId = on.RecordId,
                ExpectedVersion = on.ExpectedVersion,
                Note = session.Get(note)!,
            };
            var reply = await session.AskAsync(
                options => session.Publishing.ReviewBreakGlassAsync(request, options), cancellation)
                .ConfigureAwait(false);
            CommandReplyText.Write(session, reply, "Reviewed", "");
            return ExitCode.Done;
        });
    }

    private static CbmxCommand Simple(
        CliContext context,
        CbmxCommand command,
        Func<NodeSession, RecordCommand, CallOptions, AsyncUnaryCall<RecordCommandReply>> call,
        string done,
        string next)
    {
        var target = new RecordTarget();
        return context.Run(command.With(target.Symbols), async (session, cancellation) =>
        {
            var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
            var reply = await session.AskAsync(options => call(session, on, options), cancellation)
                .ConfigureAwait(false);
            CommandReplyText.Write(session, reply, done, next);
            return ExitCode.Done;
        });
    }
}
