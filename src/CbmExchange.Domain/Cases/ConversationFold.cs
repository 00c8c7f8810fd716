using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// Folds what both sides wrote about a record into how the conversation stands (domain.md §4.10, §4.11).
/// </summary>
public static class ConversationFold
{
    /// <summary>A question to a State.</summary>
    public const string Clarification = "clarification";

    /// <summary>A talk.</summary>
    public const string Consultation = "consultation";

    /// <summary>A request for help.</summary>
    public const string Assistance = "assistance";

    /// <summary>Nobody there confirmed or answered by the time at which it was looked for: no judgement.</summary>
    public const string NoReplyRecorded = "no-reply-recorded";

    internal const string Sent = "sent";
    internal const string Extended = "extended";
    internal const string Replied = "replied";

    /// <summary>The conversations about a record: none for a type that begins none, two where a question led to a
    /// talk.</summary>
    public static ImmutableArray<Conversation> Of(
        ConversationRoot root, ImmutableArray<ConversationTurn> turns, DateTimeOffset now, Policies policies)
    {
        ImmutableArray<ConversationTurn> ordered = [.. turns.OrderBy(turn => turn.At)];
        return root.RecordType switch
        {
            "clarification-request" =>
            [
                ClarificationFold.Of(root, ordered, now, policies), .. ConsultationFold.Of(root, ordered),
            ],
            "consultation" => [.. ConsultationFold.Of(root, ordered)],
            "assistance-request" => [AssistanceFold.Of(root, ordered, now, policies)],
            _ => [],
        };
    }

    /// <summary>Where it stands with one participant before it wrote anything.</summary>
    internal static ConversationSide Arrival(ConversationRoot root, ParticipantId other)
    {
        var known = root.Others.GetValueOrDefault(other, new RecipientReceipts());
        return known switch
        {
            { AcknowledgedAt: { } at } => new ConversationSide(other, ReceiptWords.Acknowledged, at),
            { DeliveredAt: { } at } => new ConversationSide(other, ReceiptWords.Delivered, at),
            _ => new ConversationSide(other, Sent, root.SentAt),
        };
    }

    /// <summary>
    /// The same, or that no reply is recorded: when the time has passed by which one was looked for. A late answer is
    /// no silence any more, so this is asked for sides only that wait.
    /// </summary>
    internal static ConversationSide OrNoReply(
        ConversationSide side, DateTimeOffset? lookedForBy, DateTimeOffset now) =>
        lookedForBy is { } by && by <= now ? new ConversationSide(side.Participant, NoReplyRecorded, by) : side;

    /// <summary>
    /// Until when a person's receipt is looked for; null once there is one, or where nobody is timed.
    /// </summary>
    internal static DateTimeOffset? ReceiptBy(ConversationRoot root, ParticipantId other, Policies policies) =>
        root.Others.GetValueOrDefault(other) is { IsAnsweredByPerson: true }
        || Addressing.RoleOf(root.Content, other) != Addressing.Action
            ? null
            : ReceiptTimer.Of(
                Json.String(root.Content.Claims, "precedence") ?? "", root.SentAt, hours: null, policies).DueAt;
}
