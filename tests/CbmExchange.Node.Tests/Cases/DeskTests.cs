using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>A TLP:RED message for one desk of a node.</summary>
public sealed class DeskTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string Subject = "For this desk alone";

    [Fact]
    [Trait("Edge", "32")]
    public async Task Other_officers_see_that_there_is_one_for_which_desk_how_urgent_and_its_number()
    {
        // The officer enrolled as "duty" sits at the office of that name.
        var desk = await ContactSteps.ReleasedAsync(nodes.A, "XB", "Duty", ["technical"], "+442079460103");
        await KnownToSenderAsync(desk);
        var sent = await SentAsync(desk, "TLP:RED");
        var expected = $"message for desk Duty, precedence immediate, {sent.ReferenceNumber}";

        var at = await ItemAsync("duty", sent.RecordId);
        var other = await ItemAsync("duty2", sent.RecordId);
        var record = await nodes.A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = sent.RecordId });
        var whole = await CaseSteps.CaseAsync(nodes.A, sent.RecordId);
        var shown = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, officer: "duty2");
        var list = await CaseSteps.Cases(nodes.A, "duty2").ListCasesAsync(new ListCasesRequest());
        var refused = await CaseSteps.RefusedAsync(() => CaseSteps.Inbox(nodes.A, "duty2").AcknowledgeAsync(
            new AcknowledgeRequest { CommandId = Drafts.NewCommand(), Record = sent.RecordId, DutyDesk = "Other" })
            .ResponseAsync);
        var fed = await FedAsync("observer", sent.RecordId);

        Assert.Equal(Subject, at.Record.Body.IncidentNotification.Subject[0].Text_);
        Assert.Equal("", at.ForOtherDesk);
        Assert.Equal(expected, other.ForOtherDesk);
        Assert.Equal(expected, record.Notice);
        Assert.Equal(Subject, whole.Entries[0].Message.Subject);
        Assert.EndsWith(expected, shown.Entries[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("PermissionDenied", refused);
        Assert.All(
            new[] { other.ToString(), record.ToString(), shown.ToString(), list.ToString(), fed.ToString() },
            text => Assert.DoesNotContain(Subject, text, StringComparison.Ordinal));
        await CaseSteps.AcknowledgedAsync(nodes.A, sent.RecordId);
    }

    [Fact]
    [Trait("Edge", "32")]
    public async Task The_political_lane_and_a_digest_say_of_such_a_message_what_the_inbox_says_and_no_more()
    {
        var desk = await ContactSteps.ReleasedAsync(nodes.A, "XB", "Duty", ["technical"], "+442079460105");
        await KnownToSenderAsync(desk);
        var sent = await SentAsync(desk, "TLP:RED");
        await ItemAsync("duty", sent.RecordId);
        await new LaneService.LaneServiceClient(nodes.A.As("duty")).SuggestPoliticalAttentionAsync(
            new SuggestPoliticalAttentionRequest
            {
                CommandId = Drafts.NewCommand(), Record = sent.RecordId, Note = Subject,
            });

        var told = await AttentionAsync("author", sent.RecordId);
        var own = await AttentionAsync("duty", sent.RecordId);
        var digest = await new LibraryService.LibraryServiceClient(nodes.A.As("author")).ReadDigestAsync(
            new ReadDigestRequest { Since = new() { Seconds = 1_700_000_000 } });

        Assert.Equal(
            ($"message for desk Duty, precedence immediate, {sent.ReferenceNumber}", "", ""),
            (told.ForOtherDesk, told.Note, told.CaseId));
        Assert.Equal(("", Subject), (own.ForOtherDesk, own.Note));
        Assert.DoesNotContain(Subject, digest.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(sent.RecordId, digest.ToString(), StringComparison.Ordinal);
        await CaseSteps.AcknowledgedAsync(nodes.A, sent.RecordId);
    }

    [Fact]
    public async Task A_message_for_a_desk_where_nobody_sits_or_of_a_wider_label_is_read_by_all()
    {
        var desk = await ContactSteps.ReleasedAsync(nodes.A, "XB", "Nobody's Desk", ["technical"], "+442079460104");
        await KnownToSenderAsync(desk);
        var red = await SentAsync(desk, "TLP:RED");

        var item = await ItemAsync("duty2", red.RecordId);

        Assert.Equal(Subject, item.Record.Body.IncidentNotification.Subject[0].Text_);
    }

    private Task KnownToSenderAsync(string desk) => TwoNodes.UntilAsync(
        async () => await new DirectoryService.DirectoryServiceClient(nodes.B.As("duty"))
            .ListContactsAsync(new ListContactsRequest { State = "XA" }),
        answer => answer.Contacts.Any(contact => contact.RecordId == desk));

    private async Task<PoliticalAttention> AttentionAsync(string officer, string record) =>
        (await new LaneService.LaneServiceClient(nodes.A.As(officer)).ListPoliticalAttentionAsync(new()))
        .Suggestions.Single(one => one.RecordId == record);

    private async Task<RecordCommandReply> SentAsync(string desk, string label)
    {
        var draft = Drafts.Notification("XA", "immediate");
        (draft.Context, draft.ExerciseId) = ("actual", "");
        var notice = draft.Body.IncidentNotification;
        notice.Subject.Clear();
        notice.Subject.Add(Drafts.Text(Subject));
        notice.Summary.Clear();
        notice.Summary.Add(Drafts.Text(Subject));
        notice.Addressees[0].ContactId = desk;
        var cleared = await Flow.ClearedAsync(nodes.B, draft);
        var grant = Drafts.To("XA");
        grant.Marking.Tlp = label;
        return (await nodes.B.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grant))).Record;
    }

    private async Task<InboxItem> ItemAsync(string officer, string record) =>
        (await TwoNodes.UntilAsync(
            async () => await CaseSteps.Inbox(nodes.A, officer).ListInboxAsync(new ListInboxRequest()),
            answer => answer.Items.Any(item => item.Record.RecordId == record)))
        .Items.Single(item => item.Record.RecordId == record);

    private async Task<FeedItem> FedAsync(string officer, string record)
    {
        using var feed = new FeedService.FeedServiceClient(nodes.A.As(officer))
            .Subscribe(new SubscribeRequest { UntilCaughtUp = true });
        await foreach (var item in feed.ResponseStream.ReadAllAsync())
        {
            if (item.Record.RecordId == record)
            {
                return item;
            }
        }

        throw new InvalidOperationException("The feed did not tell of it.");
    }
}
