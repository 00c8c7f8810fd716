using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// A talk: proposed, agreed, held, then its outcome. Each side publishes its own record; the talk as a whole is only as
/// far as all its sides say, and an outcome is called agreed only when all published the same text (domain.md §4.10).
/// </summary>
internal static class ConsultationFold
{
    private const string RecordType = "consultation";
    private const string AgreedText = "agreed-text";
    private const string Nothing = "none";

    /// <summary>None as long as nobody wrote a record of the talk.</summary>
    public static IEnumerable<Conversation> Of(ConversationRoot root, ImmutableArray<ConversationTurn> turns)
    {
        var written = Written(root, turns).ToArray();
        var parties = PartiesOf(root, written);
        var newest = written
            .Where(turn => parties.Contains(turn.By))
            .GroupBy(turn => turn.By)
            .ToDictionary(own => own.Key, own => own.MaxBy(turn => (StageOf(turn), turn.At))!);
        if (newest.Count == 0)
        {
            yield break;
        }

        yield return new Conversation(
            ConversationFold.Consultation,
            StateOf(parties, newest),
            [
                .. parties.Select(party => newest.TryGetValue(party, out var turn)
                    ? new ConversationSide(party, WordOf(turn), turn.At, turn.Record)
                    : new ConversationSide(party, ConversationFold.NoReplyRecorded)),
            ]);
    }

    // Whoever is not named by a side of it is no side, whatever it writes.
    private static ImmutableArray<ParticipantId> PartiesOf(ConversationRoot root, ConversationTurn[] written)
    {
        var sides = root.Others.Keys.Append(root.By).ToHashSet();
        return
        [
            .. written.Where(turn => sides.Contains(turn.By))
                .SelectMany(turn => Json.Strings(turn.Content.Claims, "with").Select(id => new ParticipantId(id)))
                .Append(root.By)
                .Concat(written.Select(turn => turn.By).Where(sides.Contains))
                .Distinct()
                .Order(),
        ];
    }

    private static IEnumerable<ConversationTurn> Written(ConversationRoot root, ImmutableArray<ConversationTurn> turns)
    {
        var all = turns.Where(turn => turn.RecordType == RecordType);
        return root.RecordType == RecordType
            ? all.Prepend(new ConversationTurn(root.By, root.Record, RecordType, root.Content, root.SentAt))
            : all;
    }

    // The furthest stage that every side reached, and agreed upon in the same words.
    private static string StateOf(
        ImmutableArray<ParticipantId> parties, Dictionary<ParticipantId, ConversationTurn> newest)
    {
        var all = parties.Select(party => newest.GetValueOrDefault(party)).ToArray();
        var common = all.Min(turn => turn is null ? 0 : StageOf(turn));
        return common switch
        {
            Outcome => OutcomeOf([.. all.OfType<ConversationTurn>()]),
            Held => "held",
            Agreement when IsSame(all, "agreedTime") && IsSame(all, "agreedFormat") => "agreed",
            _ => "proposed",
        };
    }

    private static string OutcomeOf(ImmutableArray<ConversationTurn> all)
    {
        var said = all.Select(turn => Json.String(turn.Content.Claims, "outcome")).Distinct().ToArray();
        return said switch
        {
            [AgreedText] when IsSame(all, "agreedTextSha256") => "outcome-agreed-text",
            [Nothing] => "outcome-none",
            _ => "outcome-separate-statements",
        };
    }

    private static bool IsSame(IEnumerable<ConversationTurn?> all, string field) =>
        all.Select(turn => turn is null ? null : Json.Get(turn.Content.Claims, field)?.GetRawText())
            .Distinct(StringComparer.Ordinal).Count() == 1;

    private static string WordOf(ConversationTurn turn) => Json.String(turn.Content.Claims, "stage") ?? "";

    private const int Agreement = 1;
    private const int Held = 2;
    private const int Outcome = 3;

    private static int StageOf(ConversationTurn turn) =>
        Math.Max(0, CodeLists.ConsultationStage.IndexOf(WordOf(turn)));
}
