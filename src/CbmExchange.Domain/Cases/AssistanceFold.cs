using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// A request for help, one side for each helper: sent, delivered, acknowledged, then offered, holding-reply or
/// declined; accepted by who asked, in-progress, completed or cancelled. A helper has its own side only: replies and
/// steps go to the one they answer and to nobody else (domain.md §4.11).
/// </summary>
internal static class AssistanceFold
{
    private const string StepType = "assistance-step";
    private const string Offered = "offered";
    private const string Accepted = "accepted";
    private const string Cancelled = "cancelled";

    public static Conversation Of(
        ConversationRoot root, ImmutableArray<ConversationTurn> turns, DateTimeOffset now, Policies policies) =>
        new(
            ConversationFold.Assistance,
            "",
            [
                .. root.Others.Keys.Select(helper =>
                    SideOf(
                        root, [.. turns.Where(turn => HelperOf(root, turn, turns) == helper)], helper, now, policies)),
            ]);

    private static ConversationSide SideOf(
        ConversationRoot root,
        ImmutableArray<ConversationTurn> turns,
        ParticipantId helper,
        DateTimeOffset now,
        Policies policies)
    {
        var side = ConversationFold.Arrival(root, helper);
        var lookedFor = ConversationFold.ReceiptBy(root, helper, policies);
        foreach (var turn in turns)
        {
            var state = turn.RecordType == StepType ? StepOf(root, turn, side.State) : ReplyOf(turn);
            if (state is null || (IsStep(side.State) && turn.RecordType != StepType))
            {
                continue;
            }

            side = new ConversationSide(helper, state, turn.At, turn.Record);
            lookedFor = state == AnswerStanding.Holding ? Json.Time(turn.Content.Claims, "answerBy") : null;
        }

        return ConversationFold.OrNoReply(side, lookedFor, now);
    }

    private static string? ReplyOf(ConversationTurn turn) =>
        AnswerStanding.Of(turn.RecordType, turn.Content) switch
        {
            AnswerStanding.Responded when turn.RecordType == "assistance-reply" => Offered,
            AnswerStanding.Responded => ConversationFold.Replied,
            AnswerStanding.WrongOffice => null,
            var standing => standing,
        };

    // Who asked chooses among the offers: nothing is in progress that it did not accept. Stages only move forward.
    private static string? StepOf(ConversationRoot root, ConversationTurn turn, string before)
    {
        var stage = Json.String(turn.Content.Claims, "stage") ?? "";
        var isPossible = stage switch
        {
            Accepted => turn.By == root.By && before == Offered,
            Cancelled => true,
            _ => IsStep(before),
        };
        return isPossible && CodeLists.AssistanceStage.IndexOf(stage) > CodeLists.AssistanceStage.IndexOf(before)
            ? stage
            : null;
    }

    private static bool IsStep(string state) => CodeLists.AssistanceStage.Contains(state);

    // A step of who asked answers the reply of one helper; anything else is a helper's own.
    private static ParticipantId? HelperOf(
        ConversationRoot root, ConversationTurn turn, ImmutableArray<ConversationTurn> turns)
    {
        if (turn.By != root.By)
        {
            return turn.By;
        }

        var answered = Json.Get(turn.Content.Claims, "ofRecord") is { } reference
            ? Json.String(reference, "recordId")
            : null;
        return turns.FirstOrDefault(other => other.Record.Value == answered && other.By != root.By)?.By;
    }
}
