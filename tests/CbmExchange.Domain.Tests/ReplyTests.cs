using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

public sealed class ReplyTests
{
    private static readonly ReceivedMessage Message = new(
        Header(RecordTypes.IncidentNotification, new RecordId("30000000-0000-4000-8000-000000000001")) with
        {
            Originator = Xb,
        },
        Signed(77).ContentHash,
        null,
        Precedences.Immediate,
        TlpLabels.Amber
    );

    [Fact]
    public void A_duty_officer_acknowledges_alone_and_the_originator_gets_a_receipt()
    {
        var state = RecordState.Empty.Then(Acknowledge([]));
        state = state.Then(
            RecordDecider.Clear(state, new ClearRecord { Actor = Duty }, Signed(1), Policies.Default, Now)
        );
        var released = ReleaseTo(state, ReplyDecider.GrantTo(Message)).Released();
        Assert.Equal(EntryKinds.Receipt, released.For(Xb).Kind);
        Assert.True(released.For(Xb).Has("ofRecord"));
        Assert.Equal([Message.Header.RecordId], released.For(Xb).RelatesTo.ToArray());
        Assert.Empty(state.BreakGlass);
    }

    [Fact]
    public void An_acknowledgement_goes_to_the_originator_only()
    {
        var state = RecordState.Empty.Then(Acknowledge([]));
        state = state.Then(
            RecordDecider.Clear(state, new ClearRecord { Actor = Duty }, Signed(1), Policies.Default, Now)
        );
        Assert.Equal(
            "REPLY_TO_ORIGINATOR_ONLY",
            ReleaseTo(state, Grant(AudienceMember.MembersOf(Body))).Refusal!.Reason
        );
    }

    [Fact]
    public void A_second_acknowledgement_of_the_same_desk_says_nothing_new()
    {
        Assert.Empty(Acknowledge(["duty desk"]).Value);
        Assert.Single(Acknowledge(["another desk"]).Value);
    }

    [Fact]
    public void An_acknowledgement_cannot_be_changed_and_not_be_written_by_a_poc_officer()
    {
        var state = RecordState.Empty.Then(Acknowledge([]));
        state = state.Then(
            RecordDecider.Clear(state, new ClearRecord { Actor = Duty }, Signed(1), Policies.Default, Now)
        );
        var revised = RecordDecider.Revise(
            state,
            new ReviseRecord { Actor = Duty, Content = state.Versions[0].Content },
            Self,
            Policies.Default,
            Now
        );
        Assert.Equal("RECEIPT_IS_A_FACT", revised.Refusal!.Reason);
        var other = ReplyDecider.Acknowledge(
            Message,
            new AcknowledgeMessage(Poc, "duty desk", "en", []),
            Fixture.Record,
            new HashSet<string>(),
            Self,
            Policies.Default,
            Now,
            new byte[5]
        );
        Assert.Equal(RefusalKind.PermissionDenied, other.Refusal!.Kind);
    }

    [Fact]
    public void Only_a_message_is_acknowledged()
    {
        var document = Message with { Header = Message.Header with { RecordType = RecordTypes.NationalDocument } };
        var outcome = ReplyDecider.Acknowledge(
            document,
            new AcknowledgeMessage(Duty, "duty desk", "en", []),
            Fixture.Record,
            new HashSet<string>(),
            Self,
            Policies.Default,
            Now,
            new byte[5]
        );
        Assert.Equal("NOT_A_MESSAGE", outcome.Refusal!.Reason);
    }

    [Fact]
    public void A_response_takes_a_second_person_and_needs_text_except_to_decline()
    {
        Assert.Equal("text", Assert.Single(Respond("information", null).Refusal!.Faults).Field);
        Assert.True(Respond("decline", null).IsAccepted);
        var state = RecordState.Empty.Then(Respond("holding-reply", "With the competent authority."));
        state = state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now));
        Assert.Equal(
            RefusalKind.PermissionDenied,
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = Poc }).Refusal!.Kind
        );
        Assert.True(RecordDecider.PrepareClear(state, new ClearRecord { Actor = Releaser }).IsAccepted);
    }

    [Fact]
    public void A_reply_is_at_least_as_strict_as_its_message()
    {
        Assert.Equal(TlpLabels.Amber, ReplyDecider.GrantTo(Message).Marking.Tlp);
        Assert.Equal(TlpLabels.Red, ReplyDecider.GrantTo(Message with { Tlp = "unheard-of" }).Marking.Tlp);
    }

    [Fact]
    public void Delivered_acknowledged_and_responded_are_three_facts_in_any_order_with_their_earliest_times()
    {
        var receipts = new[]
        {
            new ReceiptFact(Xb, "responded", Now.AddHours(3)),
            new ReceiptFact(Xb, "delivered", Now.AddHours(1)),
            new ReceiptFact(Xb, "delivered", Now),
            new ReceiptFact(Xb, "odd", Now),
        }
            .Aggregate(MessageReceipts.Empty, (known, fact) => known.Apply(fact))
            .Recipients[Xb];
        Assert.Equal(
            (Now, null, Now.AddHours(3)),
            (receipts.DeliveredAt, receipts.AcknowledgedAt, receipts.RespondedAt)
        );
    }

    [Theory]
    [InlineData("flash", 15)]
    [InlineData("immediate", 60)]
    [InlineData("priority", 360)]
    [InlineData("routine", 2880)]
    [InlineData("unknown", 2880)]
    public void A_receipt_is_looked_for_after_the_time_of_its_precedence(string precedence, int minutes)
    {
        Assert.Equal(
            Now.AddMinutes(minutes), ReceiptTimer.Of(precedence, Now, hours: null, Policies.Default).DueAt);
        Assert.False(new RecipientReceipts(DeliveredAt: Now).IsAnsweredByPerson);
        Assert.True(new RecipientReceipts(DeliveredAt: Now, DeclinedAt: Now).IsAnsweredByPerson);
    }

    [Fact]
    public void An_acknowledgement_keeps_what_is_written_in_every_language()
    {
        var drafted = Acknowledge([]).Value.OfType<RecordDrafted>().Single();

        var texts = drafted.Content.Claims.GetProperty("intendedNextStep").EnumerateArray();
        Assert.Equal(["fr", "en"], texts.Select(text => text.GetProperty("lang").GetString()));
        Assert.Equal("fr", Assert.Single(drafted.Header.AuthoritativeLanguages));
    }

    [Theory]
    [InlineData("duty desk", "Something else.", null, false)]
    [InlineData("night desk", null, null, false)]
    [InlineData("night desk", "We look into it.", null, false)]
    [InlineData("night desk", "Something else.", null, true)]
    [InlineData("night desk", null, "2026-11-23T08:00:00Z", true)]
    public void Another_desk_adds_what_was_not_said_and_nothing_else(
        string desk,
        string? nextStep,
        string? replyBy,
        bool adds
    )
    {
        var first = new ReplyView(Acknowledge([]).Value.OfType<RecordDrafted>().Single().Content);

        var later = new AcknowledgeMessage(
            Duty,
            desk,
            "en",
            nextStep is null ? [] : [new TextView("en", nextStep, "authoritative")],
            replyBy is null
                ? null
                : DateTimeOffset.Parse(replyBy, System.Globalization.CultureInfo.InvariantCulture)
        );

        Assert.Equal(adds, first.IsAddedToBy(later));
    }

    private static Outcome<System.Collections.Immutable.ImmutableArray<IEvent>> Acknowledge(HashSet<string> desks) =>
        ReplyDecider.Acknowledge(
            Message,
            new AcknowledgeMessage(
                Duty,
                "duty desk",
                "en",
                [
                    new TextView("fr", "Nous examinons.", "authoritative"),
                    new TextView("en", "We look into it.", "unofficial"),
                ]
            ),
            Fixture.Record,
            desks,
            Self,
            Policies.Default,
            Now,
            new byte[5]
        );

    private static Outcome<System.Collections.Immutable.ImmutableArray<IEvent>> Respond(string kind, string? text) =>
        ReplyDecider.Respond(
            Message,
            new RespondToMessage(
                Poc, kind, "en", text is null ? [] : [new TextView("en", text, "authoritative")]),
            Fixture.Record,
            Self,
            Policies.Default,
            Now,
            new byte[5]
        );

    private static Outcome<System.Collections.Immutable.ImmutableArray<IEvent>> ReleaseTo(
        RecordState state,
        ReleaseGrant grant
    ) =>
        RecordDecider.Release(
            state,
            new ReleaseRecord { Actor = Duty, Grants = [grant] },
            Setting(),
            Policies.Default,
            Now
        );
}
