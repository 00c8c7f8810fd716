using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// A question: sent, delivered, acknowledged, then replied, holding-reply, declined, extended (the other side named a
/// later time than was wished) or no-reply-recorded. The wish is no deadline (domain.md §4.10).
/// </summary>
internal static class ClarificationFold
{
    public static Conversation Of(
        ConversationRoot root, ImmutableArray<ConversationTurn> turns, DateTimeOffset now, Policies policies) =>
        new(
            ConversationFold.Clarification,
            "",
            [
                .. root.Others.Keys.Where(other => Addressing.RoleOf(root.Content, other) == Addressing.Action)
                    .Select(other => SideOf(root, turns.Where(turn => turn.By == other), other, now, policies)),
            ]);

    private static ConversationSide SideOf(
        ConversationRoot root,
        IEnumerable<ConversationTurn> turns,
        ParticipantId other,
        DateTimeOffset now,
        Policies policies)
    {
        var side = ConversationFold.Arrival(root, other);
        var wish = Json.Time(root.Content.Claims, "replyRequestedBy");
        var lookedFor = wish ?? ConversationFold.ReceiptBy(root, other, policies);
        var isFinal = false;
        foreach (var turn in turns)
        {
            switch (AnswerStanding.Of(turn.RecordType, turn.Content))
            {
                case AnswerStanding.Responded:
                    (side, isFinal) = (Said(turn, ConversationFold.Replied), true);
                    break;
                case AnswerStanding.Declined:
                    (side, isFinal) = (Said(turn, AnswerStanding.Declined), true);
                    break;
                case AnswerStanding.Holding when !isFinal:
                    var by = Json.Time(turn.Content.Claims, "answerBy");
                    side = Said(turn, by > wish ? ConversationFold.Extended : AnswerStanding.Holding);
                    lookedFor = by ?? wish;
                    break;
            }
        }

        return isFinal ? side : ConversationFold.OrNoReply(side, lookedFor, now);
    }

    private static ConversationSide Said(ConversationTurn turn, string state) =>
        new(turn.By, state, turn.At, turn.Record);
}
