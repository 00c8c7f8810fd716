using CbmExchange.Domain.Checks;
using static CbmExchange.Domain.Tests.Checks.CheckFixture;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests.Checks;

/// <summary>What came of a channel (domain.md §4.7, §4.21 row 20).</summary>
public sealed class CheckResultTests
{
    [Fact]
    public void An_answer_up_to_the_end_of_the_window_is_in_time_and_a_moment_later_is_late()
    {
        var inTime = Open.Apply(Answer("node-inbox", Closes));
        var late = Open.Apply(Answer("node-inbox", Closes.AddTicks(1)));

        Assert.Equal("acknowledged-in-time", ResultOf(inTime, "node-inbox"));
        Assert.Equal("acknowledged-late", ResultOf(late, "node-inbox"));
    }

    [Fact]
    [Trait("Edge", "20")]
    public void A_machines_receipt_is_delivered_and_no_answer()
    {
        Assert.Equal("delivered-no-human", ResultOf(Open, "node-inbox", isDelivered: true));
        Assert.Equal("no-reply", ResultOf(Open, "node-inbox"));
        Assert.Contains(Open.Waiting, target => target.Participant == Xb);
    }

    [Fact]
    public void A_code_that_fits_no_channel_answers_nothing()
    {
        var check = Open.Apply(Answer(null, Now.AddHours(1)));

        Assert.Equal("delivered-no-human", ResultOf(check, "node-inbox", isDelivered: true));
        Assert.False(check.IsAnswered(Xb));
    }

    [Fact]
    public void Each_channel_has_a_result_of_its_own()
    {
        var check = Open.Apply(Answer("node-inbox", Now.AddHours(1)))
            .Apply(new CheckCalled(Id, Xb, "voice-1", Duty.Id, Now));

        Assert.Equal("acknowledged-in-time", ResultOf(check, "node-inbox"));
        Assert.Equal("no-reply", ResultOf(check, "voice-1"));
        Assert.Equal("not-tested", ResultOf(check, "e-mail"));
        Assert.Equal("not-tested", ResultOf(Open, "voice-1"));
    }

    [Theory]
    [InlineData("undeliverable")]
    [InlineData("wrong-contact")]
    [InlineData("language-barrier")]
    public void What_an_officer_recorded_last_stands_until_a_human_confirms(string result)
    {
        var recorded = Open.Apply(Outcome("voice-1", "no-reply", Now)).Apply(Outcome("voice-1", result, Now));
        var confirmed = recorded.Apply(Answer("voice-1", Now.AddHours(1)));

        Assert.Equal(result, ResultOf(recorded, "voice-1"));
        Assert.Equal("acknowledged-in-time", ResultOf(confirmed, "voice-1"));
    }

    [Fact]
    public void A_State_that_takes_no_part_is_said_to_and_is_not_waited_for()
    {
        var declined = Open.Apply(Answer("node-inbox", Now, "declined"));
        var optedOut = new CheckTarget(Xb, [], IsOptedOut: true);

        Assert.Equal("declined", ResultOf(declined, "node-inbox"));
        Assert.Equal("declined", ResultOf(declined, "voice-1"));
        Assert.DoesNotContain(declined.Waiting, target => target.Participant == Xb);
        Assert.All(CheckResults.Of(Open, optedOut, false), channel => Assert.Equal("opted-out", channel.Result));
    }

    [Fact]
    public void An_answer_counts_not_before_the_message_left_and_not_after_it_was_stored()
    {
        Assert.Equal(Now, CheckDecider.AnsweredAt(Open, Now.AddDays(-3), Now.AddHours(2)));
        Assert.Equal(Now.AddHours(2), CheckDecider.AnsweredAt(Open, Now.AddDays(30), Now.AddHours(2)));
        Assert.Equal(Now.AddHours(1), CheckDecider.AnsweredAt(Open, Now.AddHours(1), Now.AddHours(2)));
        Assert.Equal(Now.AddHours(2), CheckDecider.AnsweredAt(Open, null, Now.AddHours(2)));
    }

    [Fact]
    public void It_is_suggested_to_remind_once_then_the_next_channel_then_the_mission()
    {
        var half = Now + (CheckLimits.Window / 2);
        var reminded = Open.Apply(new CheckReminded(Id, [Xb], Releaser.Id, half));
        var called = reminded.Apply(new CheckCalled(Id, Xb, "voice-1", Duty.Id, half));
        var answered = called.Apply(Answer("voice-1", half));

        Assert.Null(CheckSteps.Of(Open, TargetB, half.AddTicks(-1)));
        Assert.Equal((CheckSteps.Remind, null), CheckSteps.Of(Open, TargetB, half));
        Assert.Equal((CheckSteps.NextChannel, "voice-1"), CheckSteps.Of(reminded, TargetB, half));
        Assert.Equal((CheckSteps.Mission, null), CheckSteps.Of(called, TargetB, half));
        Assert.Null(CheckSteps.Of(answered, TargetB, half));
    }
}
