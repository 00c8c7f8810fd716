using System.Collections.Immutable;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Phrases;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>What leaves with one person, what closes a false alarm, and what is said of arrival.</summary>
public sealed class MessageRuleTests
{
    private static readonly ReceivedMessage Message = new(
        Header(RecordTypes.IncidentNotification, new RecordId("30000000-0000-4000-8000-000000000001")) with
        {
            Originator = Xb,
        },
        Signed(77).ContentHash,
        null,
        Precedences.Flash,
        TlpLabels.Amber
    );

    [Fact]
    public void A_duty_officer_sends_a_phrase_alone_and_nobody_else_does()
    {
        var state = RecordState.Empty.Then(Say("please-wait", Duty));

        Assert.True(RecordDecider.PrepareClear(state, new ClearRecord { Actor = Duty }).IsAccepted);
        Assert.Equal(
            RefusalKind.PermissionDenied,
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = Poc }).Refusal!.Kind);
    }

    [Theory]
    [InlineData("subject", """[{"lang":"en","text":"More","status":"authoritative"}]""")]
    [InlineData("authoringOffice", """[{"lang":"en","text":"Cabinet","status":"authoritative"}]""")]
    [InlineData("precedenceReason", "\"We know who it was\"")]
    [InlineData("furtherContact", "\"70000000-0000-4000-8000-000000000001\"")]
    [InlineData("text", """[{"lang":"en","text":"Please wait. We know more.","status":"authoritative"}]""")]
    [InlineData("kind", "\"information\"")]
    [InlineData("phrase", "\"no-duff\"")]
    public void A_phrase_with_a_word_beside_it_takes_a_second_person(string field, string json)
    {
        var content = Say("please-wait", Duty).Value.OfType<RecordDrafted>().Single().Content;

        Assert.True(PhraseReply.IsOnly(RecordTypes.Response, content));
        Assert.False(PhraseReply.IsOnly(RecordTypes.Response, With(content, (field, json))));
        Assert.False(PhraseReply.IsOnly(RecordTypes.IncidentNotification, content));
    }

    [Fact]
    public void A_reply_that_names_a_phrase_says_it_and_the_wrong_office_names_the_right_one()
    {
        var content = Say("please-wait", Duty).Value.OfType<RecordDrafted>().Single().Content;
        var other = With(content, ("text", """[{"lang":"en","text":"We agree.","status":"authoritative"}]"""));

        Assert.Empty(Faults(RecordTypes.Response, content));
        Assert.Equal(["phrase"], Faults(RecordTypes.Response, other));
        Assert.Equal("furtherContact", Assert.Single(Say("wrong-office", Duty).Refusal!.Faults).Field);
    }

    [Fact]
    public void A_false_alarm_goes_to_whoever_received_an_earlier_stage_also_when_taken_out_since()
    {
        var state = Alarmed("immediate", Xb, Xc);
        state = state.Then(RecordDecider.Narrow(
            state, new NarrowRelease { Actor = Releaser, Participants = [Xc] }, Now));
        var closing = Closing(state, "immediate");

        var refusal = Releasing(closing, Grant(AudienceMember.Participant(Xb))).Refusal!;
        Assert.Equal("CLOSING_AUDIENCE", refusal.Reason);
        Assert.Contains("XC", refusal.Sentence, StringComparison.Ordinal);
        Assert.Null(
            Releasing(closing, Grant(AudienceMember.Participant(Xb)), Grant(AudienceMember.Participant(Xc))).Refusal);
    }

    [Theory]
    [InlineData("immediate", "routine", "CLOSING_PRECEDENCE")]
    [InlineData("immediate", "priority", "CLOSING_PRECEDENCE")]
    [InlineData("immediate", "immediate", null)]
    [InlineData("priority", "immediate", null)]
    public void A_false_alarm_is_as_urgent_as_what_it_closes(string before, string now, string? reason)
    {
        var closing = Closing(Alarmed(before, Xb), now);

        Assert.Equal(reason, Releasing(closing, Grant(AudienceMember.Participant(Xb))).Refusal?.Reason);
    }

    [Fact]
    public void The_word_for_arrival_is_the_furthest_that_is_known()
    {
        var known = new RecipientReceipts(QueuedAt: Now);
        Assert.Equal("waiting", ReceiptWords.Of(known));
        Assert.Equal("fetched", ReceiptWords.Of(known = known with { SentAt = Now }));
        Assert.Equal("delivered", ReceiptWords.Of(known = known with { DeliveredAt = Now }));
        Assert.Equal("wrong-office", ReceiptWords.Of(known with { WrongOfficeAt = Now }));
        Assert.Equal("acknowledged", ReceiptWords.Of(known = known with { AcknowledgedAt = Now.AddMinutes(1) }));
        Assert.Equal("acknowledged", ReceiptWords.Of(known with { WrongOfficeAt = Now }));
        Assert.Equal("wrong-office", ReceiptWords.Of(known with { WrongOfficeAt = Now.AddMinutes(2) }));
        Assert.Equal("holding-reply", ReceiptWords.Of(known = known with { HoldingAt = Now }));
        Assert.Equal("responded", ReceiptWords.Of(known = known with { RespondedAt = Now.AddHours(1) }));
        Assert.Equal("responded", ReceiptWords.Of(known with { DeclinedAt = Now }));
        Assert.Equal("declined", ReceiptWords.Of(known with { DeclinedAt = Now.AddHours(2) }));
    }

    [Fact]
    public void Only_who_is_asked_to_act_is_an_action_addressee()
    {
        Assert.Equal("action", Addressing.RoleOf(Notification, Xb));
        Assert.Equal("info", Addressing.RoleOf(Notification, Xc));
        Assert.Null(Addressing.RoleOf(Notification, Xo));
        Assert.Equal("action", Addressing.RoleOf(RecordContent.Parse($$"""{"with":["{{Xo}}"]}"""), Xo));
    }

    [Fact]
    public void A_message_carries_the_sentences_that_its_purpose_and_content_ask_for()
    {
        var planned = With(Notification, ("purpose", "\"avoid-misperception\""));
        var observed = With(Notification, ("infrastructureObservedIn", $"[\"{Xb}\"]"));

        Assert.Equal(
            StandingText.NoAgreementImplied,
            Assert.Single(StandingSentences.Of("incident-notification", Notification)));
        Assert.Contains(StandingText.AvoidsMisperception, StandingSentences.Of("incident-notification", planned));
        Assert.Contains(StandingText.InfrastructureObserved, StandingSentences.Of("incident-notification", observed));
        Assert.Empty(StandingSentences.Of(RecordTypes.NationalDocument, Document));
    }

    [Theory]
    [InlineData("2026-11-22T03:05:01Z", "initial", "next update in 1 min")]
    [InlineData("2026-11-22T05:04:00Z", "initial", "next update in 119 min")]
    [InlineData("2026-11-22T08:35:00Z", "initial", "next update in 5 h 30 min")]
    [InlineData("2026-11-25T03:05:00Z", "initial", "next update in 3 days")]
    [InlineData("2026-11-22T03:05:00Z", "update", "next update overdue since 2026-11-22 03:05Z")]
    [InlineData("2026-11-22T03:05:00Z", "final", null)]
    [InlineData("2026-11-22T03:05:00Z", "closed-false-alarm", null)]
    public void An_announced_update_is_counted_down(string by, string stage, string? sentence)
    {
        var content = With(Notification, ("nextUpdateBy", $"\"{by}\""), ("stage", $"\"{stage}\""));

        Assert.Equal(sentence, StandingSentences.NextUpdate(content, Now));
    }

    private static Outcome<ImmutableArray<IEvent>> Say(string phrase, Actor by) =>
        ReplyDecider.Respond(
            Message,
            new RespondToMessage(
                by, PhraseReply.HoldingKind, "en", PhraseReply.TextsOf(PhraseLibrary.Of(phrase), "en"))
            {
                Phrase = phrase,
                AnswerBy = Now.AddHours(2),
            },
            Fixture.Record,
            Self,
            Policies.Default,
            Now,
            new byte[5]
        );

    private static RecordState Alarmed(string precedence, params ParticipantId[] to)
    {
        var state = Cleared(
            RecordTypes.IncidentNotification, With(Notification, ("precedence", $"\"{precedence}\"")));
        return state.Then(Releasing(
            state, [.. to.Select(one => Grant(AudienceMember.Participant(one)))]));
    }

    private static RecordState Closing(RecordState state, string precedence) =>
        Revised(
            state,
            With(Notification, ("stage", "\"closed-false-alarm\""), ("precedence", $"\"{precedence}\"")));
}
