using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.Checks.CheckFixture;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests.Checks;

public sealed class CheckDeciderTests
{
    [Fact]
    public void A_check_lasts_48_hours_when_nothing_is_said() =>
        Assert.Equal((Now, Now.AddHours(48)), (Planned.Plan.OpensAt, Planned.Plan.ClosesAt));

    [Fact]
    public void Faults_of_a_plan_are_named_at_once()
    {
        var refusal = CheckDecider.Plan(
            Id,
            Command with
            {
                ChannelTypes = ["fax"], DutyHours = "night", OpensAt = Now.AddDays(-2), ClosesAt = Now.AddDays(-1),
            },
            Now).Refusal!;

        Assert.Equal(["closesAt", "channels", "dutyHours"], refusal.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public void Nobody_is_checked_by_who_may_not_and_a_check_of_nobody_is_none()
    {
        Assert.Equal("ROLE_NOT_ALLOWED", CheckDecider.Plan(Id, Command with { Actor = Admin }, Now).Refusal?.Reason);
        Assert.Equal("CHECK_NOBODY", CheckDecider.Plan(Id, Command with { Targets = [] }, Now).Refusal?.Reason);
    }

    [Fact]
    public void A_check_opens_in_its_time_and_once()
    {
        var later = CheckState.Of(Planned.Plan with { OpensAt = Now.AddHours(1) });

        Assert.Equal("CHECK_NOT_YET", CheckDecider.MayOpen(later, Now)?.Reason);
        Assert.Null(CheckDecider.MayOpen(later, Now.AddHours(1)));
        Assert.Equal("CHECK_TIME_PASSED", CheckDecider.MayOpen(Planned, Closes)?.Reason);
        Assert.Equal("CHECK_WRONG_PHASE", CheckDecider.MayOpen(Open, Now)?.Reason);
        Assert.Equal("CHECK_NOT_ANNOUNCED", CheckDecider.MayAnnounce(Planned, Now)?.Reason);
    }

    [Fact]
    public void A_State_is_reminded_once()
    {
        var reminded = Open.Apply(new CheckReminded(Id, [Xb], Releaser.Id, Now));

        Assert.Equal([Xc], CheckDecider.Reminded(reminded, Now).Value.Select(target => target.Participant));
        Assert.Equal([Xb, Xc], CheckDecider.Reminded(Open, Now).Value.Select(target => target.Participant));
        Assert.Equal(
            "CHECK_NOBODY",
            CheckDecider.Reminded(
                reminded.Apply(new CheckReminded(Id, [Xc], Releaser.Id, Now)), Now).Refusal?.Reason);
    }

    [Fact]
    public void It_closes_when_its_time_is_over_or_nobody_is_waited_for()
    {
        var all = Open.Apply(Answer("voice-1", Now)).Apply(Answer("voice-1", Now) with { Participant = Xc });

        Assert.Equal("CHECK_STILL_OPEN", CheckDecider.MayClose(Open, Poc, Closes.AddTicks(-1))?.Reason);
        Assert.Null(CheckDecider.MayClose(Open, Poc, Closes));
        Assert.Null(CheckDecider.MayClose(all, Poc, Now));
        Assert.Equal("ROLE_NOT_ALLOWED", CheckDecider.MayClose(all, Admin, Closes)?.Reason);
    }

    [Fact]
    public void That_a_human_confirmed_takes_the_code_read_back()
    {
        var command = new RecordCheckOutcome(Duty, Xb, "voice-1", "acknowledged-in-time", null, "");

        Assert.Equal(
            "CODE_DIFFERENT", CheckDecider.Record(Open, command, false, Policies.Default, Now).Refusal?.Reason);
        Assert.Equal(
            "acknowledged-in-time", CheckDecider.Record(Open, command, true, Policies.Default, Now).Value.Result);
        Assert.Equal(
            "acknowledged-late",
            CheckDecider.Record(Open, command, true, Policies.Default, Closes.AddHours(1)).Value.Result);
        Assert.Equal(
            "wrong-contact",
            CheckDecider.Record(
                Open, command with { Result = "wrong-contact" }, false, Policies.Default, Now).Value.Result);
        Assert.Equal(
            "NOT_FOUND",
            CheckDecider.Record(Open, command with { Channel = "voice-9" }, true, Policies.Default, Now)
                .Refusal?.Reason);
    }

    [Fact]
    public void After_five_codes_that_fit_nothing_no_more_are_compared()
    {
        var check = Enumerable.Range(1, CheckLimits.WrongCodesMax)
            .Aggregate(Open, (state, number) => state.Apply(Answer(null, Now, number: number)));

        Assert.Null(CheckDecider.Take(check, Answer("voice-1", Now, number: 9)));
        Assert.NotNull(CheckDecider.Take(Open, Answer("voice-1", Now, number: 9)));
        Assert.NotNull(CheckDecider.Take(check, Answer("node-inbox", Now, "declined", 9)));
    }

    [Fact]
    public void An_answer_is_taken_once_and_only_of_who_was_asked()
    {
        var taken = Open.Apply(Answer("voice-1", Now));

        Assert.Null(CheckDecider.Take(taken, Answer("voice-1", Now)));
        Assert.Null(CheckDecider.Take(Planned, Answer("voice-1", Now)));
        Assert.Null(CheckDecider.Take(Open, Answer("node-inbox", Now, "something-new")));
    }

    [Theory]
    [InlineData("482193", "482193")]
    [InlineData("482 193", "482193")]
    [InlineData("482-193", "482193")]
    [InlineData("٤٨٢١٩٣", "482193")]
    [InlineData("48219", null)]
    [InlineData("4821934", null)]
    [InlineData("48219a", null)]
    [InlineData("118204 904417 482193 660951 375528", null)]
    public void A_code_is_six_digits_however_they_are_typed(string typed, string? code) =>
        Assert.Equal(code, CheckCode.Normalise(typed));

    [Fact]
    public void What_a_State_is_sent_depends_on_nobody_else()
    {
        var alone = CheckState.Of(Planned.Plan with { Targets = [TargetB] }).Plan;
        var challenge = new CheckChallenge(["111111", "222222", "333333", "444444", "555555"], 3);

        Assert.Equal(
            CheckContents.Check(alone, TargetB, challenge), CheckContents.Check(Planned.Plan, TargetB, challenge));
        Assert.Equal(CheckContents.Reminder(alone, TargetB), CheckContents.Reminder(Planned.Plan, TargetB));
        Assert.Equal(CheckContents.Announcement(alone, TargetB), CheckContents.Announcement(Planned.Plan, TargetB));
    }

    [Fact]
    public void All_that_a_check_sends_is_without_fault()
    {
        var challenge = new CheckChallenge(["111111", "222222", "333333", "444444", "555555"], 3);
        var result = CheckContents.Result(
            Planned.Plan, TargetB, CheckResults.Of(Open.Apply(Answer("voice-1", Now)), TargetB, true), Closes);

        Assert.Empty(ContentRules.Check(
            Header(RecordTypes.CommunicationCheck), CheckContents.Check(Planned.Plan, TargetB, challenge)));
        Assert.Empty(ContentRules.Check(
            Header(RecordTypes.CommunicationCheck), CheckContents.Reminder(Planned.Plan, TargetB)));
        Assert.Empty(ContentRules.Check(
            Header(RecordTypes.CommunicationCheck), CheckContents.Announcement(Planned.Plan, TargetB)));
        Assert.Empty(ContentRules.Check(Header(RecordTypes.CheckResult), result));
    }

    [Fact]
    public void A_check_is_of_context_test_whatever_else_is_asked_for() =>
        Assert.Contains(
            ContentRules.Check(
                Header(RecordTypes.CommunicationCheck) with { Context = "actual" },
                CheckContents.Announcement(Planned.Plan, TargetB)),
            fault => fault.Field == "context");
}
