using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using static CbmExchange.Node.Tests.Messaging.AnswerSteps;

namespace CbmExchange.Node.Tests.Messaging;

/// <summary>What a message and its answers look like to the officers of both sides (domain.md §5).</summary>
public sealed class AnswerJourneyTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    [Trait("Journey", "J3")]
    public async Task A_planned_activity_is_announced_so_that_it_is_not_misread_and_a_question_about_it_is_answered()
    {
        var notice = await SentAsync(A, Notice("XB", "routine", "avoid-misperception"), "XB");
        var held = await HeldAsync(B, notice.RecordId);
        Assert.Contains(held.StandingTexts, text => text.StartsWith("This notice is given to avoid misperception"));
        await AcknowledgeAsync(B, notice.RecordId);
        await ReceiptAsync(A, notice.RecordId, receipt => receipt.Receipt == "acknowledged");

        var question = Examples.Of("clarification-request");
        question.Body.ClarificationRequest.AddressedTo = Drafts.IdOf("XA");
        question.Body.ClarificationRequest.AboutRecordId = notice.RecordId;
        question.Body.ClarificationRequest.ReplyRequestedBy = null;
        var asked = await SentAsync(B, question, "XA");
        await HeldAsync(A, asked.RecordId);
        var holding = await SayAsync(A, asked.RecordId, "please-wait");
        Assert.True(holding.Sent);
        await SideAsync(B, asked.RecordId, "clarification", "XA", "holding-reply");
        await SideAsync(A, asked.RecordId, "clarification", "XA", "holding-reply");

        var answer = await AnswerAsync(A, asked.RecordId, "clarification", "These are our planned scans.", "XB");
        var replied = await SideAsync(B, asked.RecordId, "clarification", "XA", "replied");
        Assert.Equal(answer.RecordId, replied.RecordId);
        Assert.Equal(
            "These are our planned scans.", (await HeldAsync(B, answer.RecordId)).Body.Response.Text[0].Text_);
    }

    [Fact]
    [Trait("Journey", "J13")]
    public async Task A_flash_message_is_confirmed_called_back_by_the_directory_and_held_with_a_phrase()
    {
        await ContactAsync(B, "XA");
        var exercise = Notice("XA", "flash");
        exercise.Context = "test";
        var played = await SentAsync(B, exercise, "XA");
        var actual = await SentAsync(B, Notice("XA", "flash"), "XA");
        await HeldAsync(A, played.RecordId);
        await HeldAsync(A, actual.RecordId);

        var inbox = await Desk(A).ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true });
        var item = inbox.Items.Single(one => one.Record.RecordId == actual.RecordId);
        Assert.Equal("ACTUAL FLASH from XB, signature valid", item.Headline);
        Assert.StartsWith("receipt due in", item.Timer, StringComparison.Ordinal);
        Assert.StartsWith(
            "TEST FLASH", inbox.Items.Single(one => one.Record.RecordId == played.RecordId).Headline,
            StringComparison.Ordinal);

        var receipt = await AcknowledgeAsync(A, actual.RecordId);
        Assert.Contains("does not mean agreement", receipt.StandingText, StringComparison.Ordinal);
        var directory = new DirectoryService.DirectoryServiceClient(A.As("duty"));
        var callBack = await TwoNodes.UntilAsync(
            async () => await directory.LookupAsync(new LookupRequest { State = "XB", Precedence = "flash" }),
            answer => answer.Contacts.Count > 0);
        Assert.Contains("+442079460101", callBack.ToString(), StringComparison.Ordinal);

        var held = await SayAsync(A, actual.RecordId, "with-competent-authority");
        Assert.True(held.Sent);
        var answered = await TwoNodes.UntilAsync(
            async () => (await Desk(A).ListInboxAsync(new ListInboxRequest { PageSize = 200 })).Items
                .Single(one => one.Record.RecordId == actual.RecordId),
            one => one.AnswerId.Length > 0);
        Assert.Equal(("holding-reply", held.Record.RecordId), (answered.AnsweredAs, answered.AnswerId));
        var known = await ReceiptAsync(B, actual.RecordId, one => one.Receipt == "holding-reply", "XA");
        Assert.Equal(held.Record.RecordId, Assert.Single(known.Answers).RecordId);
        Assert.NotNull(known.AcknowledgedAt);
    }

    [Fact]
    [Trait("Journey", "J15")]
    public async Task Help_is_asked_offered_accepted_and_completed_and_a_question_can_be_declined()
    {
        var asked = Examples.Of("assistance-request");
        var addressees = asked.Body.AssistanceRequest.Addressees;
        addressees[0].ParticipantId = Drafts.IdOf("XB");
        addressees.Add(new Addressee { ParticipantId = Drafts.IdOf("XC"), Role = "action" });
        var request = await SentAsync(A, asked, "XB", "XC");
        var seen = await HeldAsync(B, request.RecordId);
        var offer = Examples.Of("assistance-reply");
        offer.Body.AssistanceReply.OfRecord = Of(seen);
        var offered = await SentAsync(B, offer, "XA");
        await SideAsync(A, request.RecordId, "assistance", "XB", "offered");

        var accepted = await StepAsync(A, request.RecordId, await HeldAsync(A, offered.RecordId), "accepted", "XB");
        await SideAsync(B, request.RecordId, "assistance", "XB", "accepted");
        await StepAsync(B, request.RecordId, await HeldAsync(B, accepted.RecordId), "completed", "XA");
        await SideAsync(A, request.RecordId, "assistance", "XB", "completed");

        var own = await A.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = request.RecordId });
        var helper = await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = request.RecordId });
        Assert.Equal(
            ["XB completed", "XC sent"],
            Assert.Single(own.Conversations).Sides.Select(side => $"{side.Designator} {side.State}").Order());
        Assert.Equal("XB", Assert.Single(Assert.Single(helper.Conversations).Sides).Designator);

        var question = Examples.Of("clarification-request");
        question.Body.ClarificationRequest.AddressedTo = Drafts.IdOf("XB");
        var clarification = await SentAsync(A, question, "XB");
        await HeldAsync(B, clarification.RecordId);
        await AnswerAsync(B, clarification.RecordId, "decline", null, "XA");
        await SideAsync(A, clarification.RecordId, "clarification", "XB", "declined");
        await ReceiptAsync(A, clarification.RecordId, receipt => receipt.Receipt == "declined");
    }

    [Fact]
    public async Task A_notification_is_delivered_acknowledged_answered_and_closed()
    {
        var draft = Notice("XB", "immediate");
        var notice = await SentAsync(A, draft, "XB");
        await ReceiptAsync(A, notice.RecordId, receipt => receipt.Receipt == "delivered");
        await AcknowledgeAsync(B, notice.RecordId);
        await ReceiptAsync(A, notice.RecordId, receipt => receipt.Receipt == "acknowledged");
        var answer = await AnswerAsync(B, notice.RecordId, "information", "We see it too.", "XA");
        var receipt = await ReceiptAsync(A, notice.RecordId, known => known.Receipt == "responded");

        draft.Body.IncidentNotification.Stage = "final";
        var closed = await RevisedAsync(A, notice, draft.Body);
        await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(closed, Drafts.To("XB")));
        await Sharing.ShareSteps.HeldAsync(
            B, notice.RecordId, view => view.Body.IncidentNotification?.Stage == "final");

        Assert.NotNull(receipt.DeliveredAt);
        Assert.NotNull(receipt.AcknowledgedAt);
        Assert.Equal(("responded", answer.RecordId), (receipt.Answers[0].Standing, receipt.Answers[0].RecordId));
        Assert.Null(receipt.NoReplyRecordedSince);
    }

    [Fact]
    public async Task Words_of_ones_own_take_a_second_person_and_go_to_who_asked_only()
    {
        var notice = await SentAsync(A, Notice("XB", "priority"), "XB");
        await HeldAsync(B, notice.RecordId);
        var drafted = await new MessagingService.MessagingServiceClient(B.As("author")).RespondAsync(
            new RespondRequest
            {
                CommandId = Drafts.NewCommand(),
                Record = notice.RecordId,
                Kind = "information",
                Text = { Drafts.Text("We see it too.") },
            });

        var alone = await Refused.ReasonAsync(
            () => B.Publishing("duty").ClearRecordAsync(Flow.Command(drafted.Record)).ResponseAsync);
        var cleared = await ClearedAsync(B, drafted.Record);
        var toOthers = await Refused.ReasonAsync(() => B.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XA"), Drafts.To("XC"))).ResponseAsync);
        var invented = await Refused.ReasonAsync(() => Desk(B).RespondAsync(new RespondRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = notice.RecordId,
            Phrase = "please-wait",
            Text = { Drafts.Text("And we know more.") },
        }).ResponseAsync);
        var observer = await Refused.ReasonAsync(
            () => new MessagingService.MessagingServiceClient(B.As("observer")).RespondAsync(new RespondRequest
            {
                CommandId = Drafts.NewCommand(),
                Record = notice.RecordId,
                Phrase = "please-wait",
            }).ResponseAsync);

        Assert.Equal("draft", drafted.Record.State);
        Assert.NotEqual("", alone);
        Assert.Equal("FailedPrecondition ONWARD_SHARING_NEEDS_CONSENT", toOthers);
        Assert.Equal("InvalidArgument FIELDS_INVALID", invented);
        Assert.Equal("PermissionDenied ROLE_MISSING", observer);
    }

    private static RecordReference Of(RecordView record) => new()
    {
        RecordId = record.RecordId,
        ContentHash = record.ContentHash,
    };

    private static async Task<RecordCommandReply> StepAsync(
        TestNode by, string request, RecordView of, string stage, string to)
    {
        var step = Examples.Of("assistance-step");
        step.Body.AssistanceStep.OfRecord = Of(of);
        step.Body.AssistanceStep.RequestId = request;
        step.Body.AssistanceStep.Stage = stage;
        return await SentAsync(by, step, to);
    }
}
