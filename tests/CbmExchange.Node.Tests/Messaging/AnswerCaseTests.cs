using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Phrases;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf.Reflection;
using Grpc.Core;
using static CbmExchange.Node.Tests.Messaging.AnswerSteps;

namespace CbmExchange.Node.Tests.Messaging;

/// <summary>What the field meets with messages and their answers, and what must come of it (domain.md §4.21).</summary>
public sealed class AnswerCaseTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    [Trait("Edge", "19")]
    public async Task Nobody_acknowledges_and_only_who_is_asked_to_act_is_looked_for()
    {
        var draft = Notice("XB", "immediate");
        draft.Body.IncidentNotification.Addressees.Add(
            new Contracts.Record.V1.Addressee { ParticipantId = Drafts.IdOf("XC"), Role = "info" });
        var sent = await SentAsync(A, draft, "XB", "XC");
        var early = await ReceiptAsync(A, sent.RecordId, known => known.Receipt == "delivered");
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var late = await ReceiptAsync(A, sent.RecordId, known => known.NoReplyRecordedSince is not null);
        var informed = await ReceiptAsync(A, sent.RecordId, _ => true, "XC");
        var answer = await Desk(A).GetReceiptsAsync(new GetReceiptsRequest { Record = sent.RecordId });

        Assert.Null(early.NoReplyRecordedSince);
        Assert.Equal(("delivered", "action"), (late.Receipt, late.AddresseeRole));
        Assert.Equal(late.ReleasedAt.ToDateTimeOffset().AddHours(1), late.NoReplyRecordedSince.ToDateTimeOffset());
        Assert.Equal(("waiting", "info"), (informed.Receipt, informed.AddresseeRole));
        Assert.Null(informed.NoReplyRecordedSince);
        Assert.Contains("this is not a judgement", answer.StandingText, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Edge", "20")]
    public async Task What_a_machine_confirms_is_no_answer()
    {
        var sent = await SentAsync(A, Notice("XB", "flash"), "XB");
        await ReceiptAsync(A, sent.RecordId, known => known.DeliveredAt is not null);
        nodes.Clock.Shift += TimeSpan.FromMinutes(16);
        var known = await ReceiptAsync(A, sent.RecordId, known => known.NoReplyRecordedSince is not null);

        Assert.Equal("delivered", known.Receipt);
        Assert.Null(known.AcknowledgedAt);
        Assert.Empty(known.Answers);
    }

    [Fact]
    [Trait("Edge", "21")]
    public async Task The_wrong_office_points_to_the_right_one_and_the_sender_goes_on_looking()
    {
        var contact = await ContactAsync(B, "XA");
        var hidden = await ContactAsync(B);
        var sent = await SentAsync(A, Notice("XB", "immediate"), "XB");
        await HeldAsync(B, sent.RecordId);
        await HeldAsync(A, contact.RecordId);
        var nowhere = await Refused.ReasonAsync(() => SayAsync(B, sent.RecordId, "wrong-office"));
        var secret = await Refused.ReasonAsync(() => SayAsync(B, sent.RecordId, "wrong-office", hidden.RecordId));

        await AcknowledgeAsync(B, sent.RecordId);
        var said = await SayAsync(B, sent.RecordId, "wrong-office", contact.RecordId);
        var known = await ReceiptAsync(A, sent.RecordId, one => one.Receipt == "wrong-office");
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var later = await ReceiptAsync(A, sent.RecordId, one => one.NoReplyRecordedSince is not null);
        await SayAsync(B, sent.RecordId, "received");
        var held = await ReceiptAsync(A, sent.RecordId, one => one.Receipt == "holding-reply");

        Assert.Equal("InvalidArgument FIELDS_INVALID", nowhere);
        Assert.Equal("FailedPrecondition CONTACT_NOT_HELD", secret);
        Assert.Equal("wrong-office", known.Answers.Single().Standing);
        Assert.Equal(
            contact.RecordId, (await HeldAsync(A, said.Record.RecordId)).Body.Response.FurtherContact);
        Assert.Equal("wrong-office", later.Receipt);
        Assert.Null(held.NoReplyRecordedSince);
    }

    [Fact]
    [Trait("Edge", "22")]
    public async Task A_false_alarm_reaches_everyone_who_was_alarmed_as_loudly_as_they_were()
    {
        var draft = Notice("XB", "immediate");
        var sent = await SentAsync(A, draft, "XB", "XC");
        draft.Body.IncidentNotification.Stage = "closed-false-alarm";
        draft.Body.IncidentNotification.Precedence = "priority";
        var quiet = await RevisedAsync(A, sent, draft.Body);
        var tooFew = await RefusalAsync(quiet, Drafts.To("XB"));
        var tooQuiet = await RefusalAsync(quiet, Drafts.To("XB"), Drafts.To("XC"));
        draft.Body.IncidentNotification.Precedence = "immediate";
        var loud = await RevisedAsync(A, quiet, draft.Body);
        await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(loud, Drafts.To("XB"), Drafts.To("XC")));
        var closed = await Sharing.ShareSteps.HeldAsync(
            B, sent.RecordId, view => view.Body.IncidentNotification?.Stage == "closed-false-alarm");

        Assert.Contains("name in a grant also: XC.", tooFew, StringComparison.Ordinal);
        Assert.Contains("last stage before it: immediate", tooQuiet, StringComparison.Ordinal);
        Assert.Equal("", closed.NextUpdate);
        Assert.Equal("superseded", Assert.Single(closed.Earlier).EndedAs);
    }

    [Fact]
    [Trait("Edge", "23")]
    public async Task Two_States_tell_of_one_event_and_each_notice_stays_its_own()
    {
        var ours = await SentAsync(A, Notice("XB", "priority"), "XB");
        var theirs = await Flow.ClearedAsync(B, Notice("XA", "immediate"));
        var release = Flow.Release(theirs, Drafts.To("XA"));
        release.RelatesTo.Add(ours.RecordId);
        await HeldAsync(B, ours.RecordId);
        await B.Publishing("authority").ReleaseRecordAsync(release);
        var held = await HeldAsync(A, theirs.RecordId);
        await AcknowledgeAsync(A, theirs.RecordId);
        await ReceiptAsync(B, theirs.RecordId, known => known.Receipt == "acknowledged", "XA");
        var own = await A.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = ours.RecordId });

        Assert.Equal(("XB", "immediate"), (held.Originator, held.Body.IncidentNotification.Precedence));
        Assert.Equal(("XA", "priority"), (own.Originator, own.Body.IncidentNotification.Precedence));
        Assert.NotEqual(
            held.Body.IncidentNotification.ReferenceNumber, own.Body.IncidentNotification.ReferenceNumber);
        Assert.Null((await ReceiptAsync(A, ours.RecordId, _ => true)).AcknowledgedAt);
    }

    [Fact]
    [Trait("Edge", "30")]
    public async Task Of_a_flood_of_flash_messages_the_sender_is_told_how_many_and_none_is_dropped()
    {
        nodes.Clock.Shift += TimeSpan.FromHours(2);
        var sent = new List<ReleaseRecordResponse>();
        for (var count = 0; count < 3; count++)
        {
            var cleared = await Flow.ClearedAsync(A, Notice("XB", "flash"));
            sent.Add(await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB"))));
        }

        foreach (var one in sent)
        {
            await HeldAsync(B, one.Record.RecordId);
        }

        var inbox = await Desk(B).ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true, PageSize = 200 });
        var next = await Flow.ClearedAsync(A, Notice("XB", "flash"));
        var preview = await A.Publishing("authority").PreviewReleaseAsync(Flow.Release(next, Drafts.To("XB")));
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var later = await A.Publishing("authority").PreviewReleaseAsync(Flow.Release(next, Drafts.To("XB")));

        Assert.Equal(
            ["FLASH: 0 sent", "FLASH: 1 sent", "FLASH: 2 sent"],
            sent.Select(one => one.Record.Warnings.Single(text => text.StartsWith("FLASH"))[..13]));
        Assert.All(sent, one => Assert.Contains(inbox.Items, item => item.Record.RecordId == one.Record.RecordId));
        Assert.Contains(preview.Warnings, text => text.StartsWith("FLASH: 3 sent", StringComparison.Ordinal));
        Assert.Contains(later.Warnings, text => text.StartsWith("FLASH: 0 sent", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Edge", "31")]
    public async Task A_phrase_is_read_in_six_languages_whatever_the_desk_speaks()
    {
        var sent = await SentAsync(A, Notice("XB", "immediate"), "XB");
        await HeldAsync(B, sent.RecordId);
        var said = await Desk(B).RespondAsync(new RespondRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = sent.RecordId,
            Phrase = "please-repeat",
            Language = "fr",
        });
        var held = await HeldAsync(A, said.Record.RecordId);
        var listed = await new LibraryService.LibraryServiceClient(A.As("admin"))
            .ListPhrasesAsync(new ListPhrasesRequest { Phrase = "please-repeat" });

        Assert.Equal(
            PhraseLibrary.Languages.Select(tag => (tag, PhraseLibrary.Of("please-repeat").In(tag))),
            held.Body.Response.Text.Select(text => (text.Lang, text.Text_)));
        Assert.Equal(["fr"], held.AuthoritativeLanguages);
        Assert.Equal("fr", held.Body.Response.Text.Single(text => text.Status == "authoritative").Lang);
        Assert.Equal(6, listed.Phrases.Single().Texts.Count);
    }

    [Fact]
    [Trait("Edge", "39")]
    public async Task A_silence_ends_as_no_reply_recorded_with_its_date_and_is_counted_nowhere()
    {
        var question = Examples.Of("clarification-request");
        question.Body.ClarificationRequest.AddressedTo = Drafts.IdOf("XB");
        question.Body.ClarificationRequest.ReplyRequestedBy = Google.Protobuf.WellKnownTypes.Timestamp
            .FromDateTimeOffset(nodes.Clock.GetUtcNow().AddHours(48));
        var sent = await SentAsync(A, question, "XB");
        await SideAsync(A, sent.RecordId, "clarification", "XB", "delivered");
        nodes.Clock.Shift += TimeSpan.FromHours(49);
        var silent = await SideAsync(A, sent.RecordId, "clarification", "XB", "no-reply-recorded");
        var theirs = await SideAsync(B, sent.RecordId, "clarification", "XB", "no-reply-recorded");
        await AnswerAsync(B, sent.RecordId, "clarification", "It was a planned test.", "XA");
        await SideAsync(A, sent.RecordId, "clarification", "XB", "replied");

        Assert.Equal(question.Body.ClarificationRequest.ReplyRequestedBy.Seconds, silent.Since.Seconds);
        Assert.Equal(silent.Since.Seconds, theirs.Since.Seconds);
        Assert.Empty(Counts());
    }

    // Numbers that an officer's answer could count replies with; there is none.
    private static IEnumerable<string> Counts() =>
        from file in new[]
        {
            MessagingReflection.Descriptor, ViewsReflection.Descriptor, DirectoryReflection.Descriptor,
        }
        from message in file.MessageTypes
        from field in message.Fields.InDeclarationOrder()
        where field.FieldType is FieldType.Int32 or FieldType.Int64 or FieldType.UInt32 or FieldType.UInt64
            or FieldType.Double or FieldType.Float
        where new[] { "repl", "respon", "answer", "acknowledg", "silen" }.Any(part => field.Name.Contains(part))
        select $"{message.Name}.{field.Name}";

    private async Task<string> RefusalAsync(RecordCommandReply record, params ReleaseGrant[] grants)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(record, grants)));
        return error.Status.Detail;
    }
}
