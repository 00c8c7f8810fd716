using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;

namespace CbmExchange.Node.Tests.Messaging;

/// <summary>Steps that the tests of messages and what answers them share.</summary>
internal static class AnswerSteps
{
    /// <summary>The inbox and receipts of a node, as its duty officer has them.</summary>
    public static MessagingService.MessagingServiceClient Desk(TestNode node) => new(node.As("duty"));

    /// <summary>An actual notification to one State.</summary>
    public static DraftRecordRequest Notice(string to, string precedence, string purpose = "inform")
    {
        var draft = Drafts.Notification(to, precedence);
        (draft.Context, draft.ExerciseId) = ("actual", "");
        var notice = draft.Body.IncidentNotification;
        notice.Purpose = purpose;
        notice.PrecedenceReason = precedence == "flash" ? "Lives may depend on it" : "";
        return draft;
    }

    /// <summary>Drafted, cleared by a second person, released.</summary>
    public static async Task<RecordCommandReply> SentAsync(TestNode by, DraftRecordRequest draft, params string[] to)
    {
        var cleared = await Flow.ClearedAsync(by, draft);
        return (await by.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, [.. to.Select(one => Drafts.To(one))]))).Record;
    }

    /// <summary>The next version, cleared.</summary>
    public static async Task<RecordCommandReply> RevisedAsync(TestNode by, RecordCommandReply record, RecordBody body)
    {
        var revised = await by.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            AuthoritativeLanguages = { "en" },
            Body = body,
        });
        return await ClearedAsync(by, revised);
    }

    /// <summary>Submitted by its author and cleared by a second person.</summary>
    public static async Task<RecordCommandReply> ClearedAsync(TestNode by, RecordCommandReply drafted)
    {
        var submitted = await by.Publishing("author").SubmitRecordAsync(Flow.Command(drafted));
        return await by.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
    }

    /// <summary>The record as the other node holds it.</summary>
    public static Task<RecordView> HeldAsync(TestNode at, string record) =>
        ShareSteps.HeldAsync(at, record, view => view.ContentHash.Length > 0);

    /// <summary>A person at the duty desk confirms a message.</summary>
    public static async Task<AcknowledgeResponse> AcknowledgeAsync(TestNode at, string message) =>
        await Desk(at).AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = message,
            DutyDesk = "Duty Centre",
        });

    /// <summary>A phrase, sent by a duty officer alone.</summary>
    public static async Task<RespondResponse> SayAsync(
        TestNode at, string message, string phrase, string contact = "") =>
        await Desk(at).RespondAsync(new RespondRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = message,
            Phrase = phrase,
            FurtherContact = contact,
        });

    /// <summary>Words of one's own, cleared by a second person and released to the other side.</summary>
    public static async Task<RecordCommandReply> AnswerAsync(
        TestNode at, string message, string kind, string? text, string to)
    {
        var request = new RespondRequest { CommandId = Drafts.NewCommand(), Record = message, Kind = kind };
        request.Text.AddRange(text is null ? [] : [Drafts.Text(text)]);
        var drafted = await new MessagingService.MessagingServiceClient(at.As("author")).RespondAsync(request);
        Assert.False(drafted.Sent);
        var cleared = await ClearedAsync(at, drafted.Record);
        return (await at.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To(to)))).Record;
    }

    /// <summary>What is known about one recipient of an own message, once it fits.</summary>
    public static async Task<RecipientState> ReceiptAsync(
        TestNode at, string message, Func<RecipientState, bool> fits, string of = "XB")
    {
        var known = await TwoNodes.UntilAsync(
            async () => (await Desk(at).GetReceiptsAsync(new GetReceiptsRequest { Record = message }))
                .Recipients.SingleOrDefault(one => one.Designator == of),
            one => one is not null && fits(one));
        return known!;
    }

    /// <summary>How it stands with one participant in a conversation, by the node asked, once it fits.</summary>
    public static async Task<ConversationSideView> SideAsync(
        TestNode at, string record, string kind, string of, string state)
    {
        var view = await ShareSteps.HeldAsync(at, record, answer => SideOf(answer, kind, of)?.State == state);
        return SideOf(view, kind, of)!;
    }

    /// <summary>A contact of a State, nominated and released to another.</summary>
    public static async Task<RecordCommandReply> ContactAsync(TestNode by, params string[] to)
    {
        var drafted = await by.Publishing("author").DraftRecordAsync(Drafts.Contact("Officer on duty"));
        var nominated = await by.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Nomination
            {
                ReferenceNo = "Note 11-4/26",
                Date = "2026-02-03",
                NominatingAuthority = "Ministry of Foreign Affairs",
                Medium = "note-verbale",
            },
        });
        var cleared = await ClearedAsync(by, nominated);
        return to.Length == 0
            ? cleared
            : (await by.Publishing("authority").ReleaseRecordAsync(
                Flow.Release(cleared, [.. to.Select(one => Drafts.To(one))]))).Record;
    }

    private static ConversationSideView? SideOf(RecordView view, string kind, string of) =>
        view.Conversations.FirstOrDefault(one => one.Kind == kind)?.Sides.FirstOrDefault(side => side.Designator == of);
}
