using System.Collections.Immutable;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>How a conversation stands is what each side wrote, and never more.</summary>
public sealed class ConversationTests
{
    private static readonly RecordId Question = new("70000000-0000-4000-8000-000000000001");
    private static readonly string HashA = new('a', 64);
    private static readonly string HashB = new('b', 64);
    private int turns;

    [Fact]
    public void A_question_is_sent_delivered_acknowledged_and_then_no_reply_is_recorded_after_the_wish()
    {
        Assert.Equal("sent", Clarification(new RecipientReceipts()));
        Assert.Equal("delivered", Clarification(new RecipientReceipts(DeliveredAt: Now)));
        var acknowledged = new RecipientReceipts(DeliveredAt: Now, AcknowledgedAt: Now.AddMinutes(1));
        Assert.Equal("acknowledged", Clarification(acknowledged));

        Assert.Equal("acknowledged", Clarification(acknowledged, Now.AddHours(48).AddTicks(-1)));
        Assert.Equal("no-reply-recorded", Clarification(acknowledged, Now.AddHours(48)));
    }

    [Theory]
    [InlineData("""{"kind":"information"}""", "replied")]
    [InlineData("""{"kind":"decline"}""", "declined")]
    [InlineData("""{"kind":"holding-reply","answerBy":"2026-11-23T00:00:00Z"}""", "holding-reply")]
    [InlineData("""{"kind":"holding-reply","answerBy":"2026-12-23T00:00:00Z"}""", "extended")]
    [InlineData("""{"kind":"holding-reply","phrase":"wrong-office"}""", "delivered")]
    public void An_answer_says_where_a_question_stands(string answer, string state) =>
        Assert.Equal(state, Clarification(new RecipientReceipts(DeliveredAt: Now), null, Turn(Xb, "response", answer)));

    [Fact]
    public void A_late_answer_counts_and_a_later_holding_reply_does_not_undo_it()
    {
        var late = Now.AddDays(9);
        var answer = Turn(Xb, "response", """{"kind":"clarification"}""");
        var holding = Turn(Xb, "response", """{"kind":"holding-reply"}""");

        Assert.Equal("replied", Clarification(new RecipientReceipts(), late, answer, holding));
        Assert.Equal("no-reply-recorded", Clarification(new RecipientReceipts(), late, holding));
    }

    [Fact]
    public void What_somebody_else_writes_is_no_answer() =>
        Assert.Equal(
            "sent", Clarification(new RecipientReceipts(), null, Turn(Xc, "response", """{"kind":"information"}""")));

    [Fact]
    public void A_talk_is_as_far_as_all_its_sides_say()
    {
        const string first = """ "agreedTime":{"earliest":"2026-12-01T09:00:00Z"},"agreedFormat":"call" """;
        const string other = """ "agreedTime":{"earliest":"2026-12-02T09:00:00Z"},"agreedFormat":"call" """;
        var agreedA = Talk(Xa, "agreement", first);
        var agreedB = Talk(Xb, "agreement", first);

        Assert.Equal("proposed", Consultation(Talk(Xa, "proposal")));
        Assert.Equal("proposed", Consultation(agreedA));
        Assert.Equal("proposed", Consultation(agreedA, Talk(Xb, "agreement", other)));
        Assert.Equal("agreed", Consultation(agreedA, agreedB));
        Assert.Equal("agreed", Consultation(Talk(Xa, "held", first), agreedB));
        Assert.Equal("held", Consultation(Talk(Xa, "held"), Talk(Xb, "held")));
    }

    [Fact]
    public void An_outcome_is_agreed_only_when_both_sides_published_the_same_text()
    {
        Assert.Equal("held", Consultation(Agreed(Xa, HashA), Talk(Xb, "held")));
        Assert.Equal("outcome-agreed-text", Consultation(Agreed(Xa, HashA), Agreed(Xb, HashA)));
        Assert.Equal("outcome-separate-statements", Consultation(Agreed(Xa, HashA), Agreed(Xb, HashB)));
        Assert.Equal(
            "outcome-none",
            Consultation(Talk(Xa, "outcome", """ "outcome":"none" """), Talk(Xb, "outcome", """ "outcome":"none" """)));
    }

    [Fact]
    public void Whoever_is_not_named_is_no_side_of_a_talk_whatever_it_writes() =>
        Assert.Equal(
            "outcome-agreed-text", Consultation(Agreed(Xa, HashA), Agreed(Xb, HashA), Talk(Xc, "proposal")));

    [Fact]
    public void Help_is_offered_accepted_by_who_asked_only_and_moves_forward()
    {
        var offer = Turn(Xb, "assistance-reply", """{"canAssist":"yes"}""");
        var byHelper = Step(Xb, "in-progress", offer.Record);
        var accepted = Step(Xa, "accepted", offer.Record);
        var started = Step(Xb, "in-progress", accepted.Record);
        var completed = Step(Xa, "completed", offer.Record);
        var back = Step(Xb, "in-progress", accepted.Record);

        Assert.Equal("offered", Assistance(offer));
        Assert.Equal("offered", Assistance(offer, byHelper));
        Assert.Equal("offered", Assistance(offer, Step(Xb, "accepted", offer.Record)));
        Assert.Equal("accepted", Assistance(offer, accepted));
        Assert.Equal("in-progress", Assistance(offer, accepted, started));
        Assert.Equal("completed", Assistance(offer, accepted, started, completed, back));
        Assert.Equal("cancelled", Assistance(offer, Step(Xb, "cancelled", offer.Record)));
        Assert.Equal("declined", Assistance(Turn(Xb, "assistance-reply", """{"canAssist":"no"}""")));
        Assert.Equal(
            "holding-reply", Assistance(Turn(Xb, "assistance-reply", """{"canAssist":"under-consideration"}""")));
    }

    [Fact]
    public void Accepting_one_offer_says_nothing_to_the_other_helper()
    {
        var first = Turn(Xb, "assistance-reply", """{"canAssist":"yes"}""");
        var second = Turn(Xc, "assistance-reply", """{"canAssist":"partly"}""");
        var accepted = Step(Xa, "accepted", first.Record);

        var sides = Help([first, second, accepted], Xb, Xc);

        Assert.Equal(["accepted", "offered"], sides.Select(side => side.State));
        Assert.Equal(accepted.Record, sides[0].By);
    }

    private static readonly RecordContent Asked = RecordContent.Parse(
        $$"""
        {"precedence":"immediate","addressedTo":"{{Xb}}",
         "replyRequestedBy":"{{TextRules.FormatTime(Now.AddHours(48))}}"}
        """);

    private static string Clarification(
        RecipientReceipts known, DateTimeOffset? now = null, params ImmutableArray<ConversationTurn> turns)
    {
        var root = new ConversationRoot(Xa, Question, "clarification-request", Asked, Now)
        {
            Others = ImmutableSortedDictionary<ParticipantId, RecipientReceipts>.Empty.Add(Xb, known),
        };
        var found = ConversationFold.Of(root, turns, now ?? Now.AddMinutes(1), Policies.Default);
        return Assert.Single(found.Single(one => one.Kind == "clarification").Sides).State;
    }

    private static string Consultation(params ImmutableArray<ConversationTurn> turns)
    {
        var root = new ConversationRoot(Xa, Question, "clarification-request", Asked, Now)
        {
            Others = ImmutableSortedDictionary<ParticipantId, RecipientReceipts>.Empty.Add(Xb, new()),
        };
        return ConversationFold.Of(root, turns, Now, Policies.Default).Single(one => one.Kind == "consultation").State;
    }

    private static string Assistance(params ImmutableArray<ConversationTurn> turns) =>
        Assert.Single(Help(turns, Xb)).State;

    private static ImmutableArray<ConversationSide> Help(
        ImmutableArray<ConversationTurn> turns, params ParticipantId[] helpers)
    {
        var root = new ConversationRoot(
            Xa, Question, "assistance-request", RecordContent.Parse("""{"precedence":"routine"}"""), Now)
        {
            Others = helpers.ToImmutableSortedDictionary(helper => helper, _ => new RecipientReceipts()),
        };
        return ConversationFold.Of(root, turns, Now, Policies.Default).Single().Sides;
    }

    private ConversationTurn Agreed(ParticipantId by, string hash) =>
        Talk(by, "outcome", $$""" "outcome":"agreed-text","agreedTextSha256":"{{hash}}" """);

    private ConversationTurn Talk(ParticipantId by, string stage, string more = "")
    {
        var comma = more.Length > 0 ? "," : "";
        return Turn(
            by, "consultation", $$"""{"stage":"{{stage}}","with":["{{(by == Xa ? Xb : Xa)}}"]{{comma}}{{more}}}""");
    }

    private ConversationTurn Step(ParticipantId by, string stage, RecordId of) =>
        Turn(by, "assistance-step", $$"""{"ofRecord":{"recordId":"{{of}}"},"stage":"{{stage}}"}""");

    // Each later than the one before.
    private ConversationTurn Turn(ParticipantId by, string type, string content)
    {
        turns++;
        var id = new RecordId(FormattableString.Invariant($"71000000-0000-4000-8000-{turns:000000000000}"));
        return new ConversationTurn(by, id, type, RecordContent.Parse(content), Now.AddSeconds(turns));
    }
}
