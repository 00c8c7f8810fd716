using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Messages;

/// <summary>Notifications, the inbox, acknowledgements and what is known about arrival.</summary>
internal static class MessageCommands
{
    /// <summary>An answer older than the call by more than clocks differ was given to an earlier call.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(5);

    public static CbmxCommand Notification(CliContext context)
    {
        var command = new CbmxCommand("notification", "Tell others of an ICT incident or situation.").With(
            NotificationDraft.Build(context, "draft"),
            ReadingCommands.Show(context, "Show one notification."),
            ReadingCommands.List(context, "incident-notification", "List this participant's own notifications."));
        return command;
    }

    public static CbmxCommand Acknowledge(CliContext context)
    {
        var record = new RecordTarget().Record;
        var commandId = CliContext.CommandIdOption();
        var desk = new Option<string>("--desk") { Description = "Name of the desk that received it.", Required = true };
        var next = new Option<string[]>("--next-step") { Description = "What you will do.", HelpName = "[LANG:]TEXT" };
        var replyBy = TimeArgument.Option("--reply-by", "When an answer can be expected.");
        var command = new CbmxCommand(
            "acknowledge",
            "Confirm that your desk received a message. " + RecordText.StandingSentence,
            "cbmx acknowledge XB-2026-7K3QD4 --desk \"XA duty desk\"");
        return context.Run(command.With(record, desk, next, replyBy, commandId), async (session, cancellation) =>
        {
            var request = new AcknowledgeRequest
            {
                CommandId = session.CommandId(commandId),
                Record = session.Get(record),
                DutyDesk = session.Get(desk),
                IntendedNextStep = { TextArgument.Read(session.Get(next), ["en"]) },
                ExpectedReplyBy = TimeArgument.Stamp(session.Get(replyBy)),
            };
            return await AcknowledgeAsync(session, request, cancellation).ConfigureAwait(false);
        });
    }

    private static async Task<int> AcknowledgeAsync(
        NodeSession session, AcknowledgeRequest request, CancellationToken cancellation)
    {
        var asked = session.Shell.Time.GetUtcNow();
        var reply = await session.AskAsync(
            options => session.Messaging.AcknowledgeAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        var isEarlier = reply.AlreadyAcknowledged
            || (reply.AcknowledgedAt is { } at && at.ToDateTimeOffset() < asked - ClocksDiffer);
        var desk = reply.AcknowledgedByDesk.Length > 0 ? reply.AcknowledgedByDesk : request.DutyDesk;
        session.Screen.Strong(
            $"{(isEarlier ? "Already acknowledged" : "Acknowledged")} at {TimeText.Of(reply.AcknowledgedAt)} " +
            $"by {desk}.{(reply.AlreadyAcknowledged ? " Nothing was sent now." : "")}");
        if (reply.AlreadyAcknowledged && (request.IntendedNextStep.Count > 0 || request.ExpectedReplyBy is not null))
        {
            session.Screen.Line(
                "What you add was not sent either: it is said already, or your desk acknowledged before. Write a " +
                "response to say more.");
        }

        session.Screen.Line(reply.StandingText);
        return ExitCode.Done;
    }

    public static CbmxCommand Receipts(CliContext context)
    {
        var record = new RecordTarget().Record;
        var command = new CbmxCommand(
            "receipts",
            "Show what is known about the arrival of an own message: delivered is a fact about a machine, " +
            "acknowledged is a fact about a person.",
            "cbmx receipts XB-2026-7K3QD4");
        return context.Run(command.With(record), async (session, cancellation) =>
        {
            var request = new GetReceiptsRequest { Record = session.Get(record) };
            var reply = await session.AskAsync(
                options => session.Messaging.GetReceiptsAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            var number = reply.ReferenceNumber.Length > 0 ? reply.ReferenceNumber : reply.RecordId;
            session.Screen.Strong($"What is known about the arrival of {number}");
            RecipientsText.Write(session.Screen, reply.Recipients, isReceipted: true);
            ConversationText.Write(session.Screen, reply.Conversations);
            foreach (var timer in reply.Timers)
            {
                session.Screen.Line($"{timer.Recipient}: {timer.Sentence} ({timer.Basis})");
            }

            session.Screen.Line(reply.StandingText);
            session.Screen.Quiet(FactsText.Of(reply.Facts, "recipient", "recipients"));
            return ExitCode.Done;
        });
    }
}
