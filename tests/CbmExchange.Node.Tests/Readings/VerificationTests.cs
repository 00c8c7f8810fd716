using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>How fresh a contact of XA is, as XB knows it (domain.md §4.6, §4.7).</summary>
public sealed class VerificationTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task What_a_viewer_records_is_shown_to_it_survives_a_restart_and_is_told_to_nobody()
    {
        var contact = await ReleasedAsync("ci:space");
        var empty = await HealthAsync(nodes.B, contact.RecordId);

        var request = Verification(contact.RecordId);
        await Directory(nodes.B).RecordVerificationAsync(request);
        await Directory(nodes.B).RecordVerificationAsync(request);
        var known = await HealthAsync(nodes.B, contact.RecordId);
        var looked = await Directory(nodes.B).LookupAsync(new LookupRequest { State = "XA", Topic = "ci:space" });
        await nodes.RestartBAsync(() => Task.CompletedTask);
        var again = await HealthAsync(nodes.B, contact.RecordId);

        Assert.Equal("never-verified", empty.Health);
        Assert.Equal("verified", known.Health);
        Assert.Equal("duty", known.Channels[0].ChannelId);
        Assert.EndsWith("by call-back: answered", known.Channels[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("never-verified", known.Channels[1].Health);
        Assert.Equal(known.Channels, looked.Contacts[0].ChannelHealth);
        Assert.Equal(known.Channels, again.Channels);
        Assert.Equal("never-verified", (await HealthAsync(nodes.A, contact.RecordId)).Health);
    }

    [Fact]
    public async Task A_verification_of_what_is_not_held_of_an_own_contact_or_without_the_role_is_refused()
    {
        var contact = await ReleasedAsync("ci:water");
        await HealthAsync(nodes.B, contact.RecordId);

        Assert.Equal(StatusCode.FailedPrecondition, await RefusedAsync(nodes.A, "duty", contact.RecordId));
        Assert.Equal(StatusCode.NotFound, await RefusedAsync(nodes.B, "duty", Guid.NewGuid().ToString()));
        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(nodes.B, "observer", contact.RecordId));
        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(nodes.B, "admin", contact.RecordId));
    }

    [Fact]
    public async Task The_offices_own_confirmation_travels_with_the_channel()
    {
        var contact = await ReleasedAsync("ci:health");
        var before = await HealthAsync(nodes.B, contact.RecordId);
        var request = new ConfirmContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = contact.RecordId,
            ExpectedVersion = contact.HeldVersion,
            ChannelIds = { "duty" },
        };
        var confirmed = await nodes.A.Publishing("author").ConfirmContactAsync(request);
        var cleared = await ClearedAsync(confirmed);
        await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        var after = await TwoNodes.UntilAsync(
            () => HealthAsync(nodes.B, contact.RecordId), health => health.Health == "verified");
        Assert.Equal("self-confirmation", after.Channels[0].Method);
        Assert.Equal("never-verified", after.Channels[1].Health);
        Assert.Equal(before.ReviewBy, after.ReviewBy);
    }

    [Fact]
    public async Task A_message_that_was_acknowledged_is_real_use_of_the_node_inbox()
    {
        var contact = await ReleasedAsync("norms");
        var before = await HealthAsync(nodes.B, contact.RecordId);
        await AcknowledgedAsync(Drafts.Notification("XA", "routine"));

        var used = await TwoNodes.UntilAsync(
            () => HealthAsync(nodes.B, contact.RecordId), health => health.Channels[1].Health == "verified");
        Assert.Equal("never-verified", before.Health);
        Assert.Equal("real-use", used.Channels[1].Method);
        Assert.Equal("never-verified", used.Channels[0].Health);
    }

    [Fact]
    public async Task A_review_that_is_due_is_named_to_the_own_State_until_the_contact_is_confirmed()
    {
        var soon = TimeProvider.System.GetUtcNow().AddDays(3);
        var contact = await ReleasedAsync("exercises", soon);
        await HealthAsync(nodes.B, contact.RecordId);

        var due = await DueAsync(nodes.A, contact.RecordId, isThere: true);
        var status = await nodes.A.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest());
        var elsewhere = await Directory(nodes.B).ListDueReviewsAsync(new ListDueReviewsRequest());
        var confirmed = await nodes.A.Publishing("author").ConfirmContactAsync(new ConfirmContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = contact.RecordId,
            ExpectedVersion = contact.HeldVersion,
        });
        var cleared = await ClearedAsync(confirmed);
        await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        await DueAsync(nodes.A, contact.RecordId, isThere: false);

        Assert.Equal(("7-days", "Duty Centre"), (due!.Reminder, due.Office));
        Assert.StartsWith("review due in 3 days", due.Sentence, StringComparison.Ordinal);
        Assert.Contains(status.Health, line => line.StartsWith("contacts: 1 reviews due", StringComparison.Ordinal));
        Assert.Empty(elsewhere.Reviews);
    }

    private static async Task<DueReview?> DueAsync(TestNode node, string record, bool isThere) =>
        (await TwoNodes.UntilAsync(
            async () => await Directory(node).ListDueReviewsAsync(new ListDueReviewsRequest()),
            answer => answer.Reviews.Any(due => due.RecordId == record) == isThere))
        .Reviews.FirstOrDefault(due => due.RecordId == record);

    private static DirectoryService.DirectoryServiceClient Directory(TestNode node, string officer = "duty") =>
        new(node.As(officer));

    private static RecordVerificationRequest Verification(string record) => new()
    {
        CommandId = Drafts.NewCommand(),
        Record = record,
        ChannelId = "duty",
        Method = "call-back",
        Result = "acknowledged-in-time",
    };

    private static async Task<StatusCode> RefusedAsync(TestNode node, string officer, string record) =>
        (await Assert.ThrowsAsync<RpcException>(async () =>
            await Directory(node, officer).RecordVerificationAsync(Verification(record)))).StatusCode;

    private static Task<GetContactHealthResponse> HealthAsync(TestNode node, string record) =>
        TwoNodes.UntilAsync(
            async () =>
            {
                try
                {
                    return await Directory(node).GetContactHealthAsync(new GetContactHealthRequest { Record = record });
                }
                catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
                {
                    return new GetContactHealthResponse();
                }
            },
            health => health.Health.Length > 0);

    private async Task AcknowledgedAsync(DraftRecordRequest draft)
    {
        var cleared = await Flow.ClearedAsync(nodes.B, draft);
        await nodes.B.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XA")));
        var inbox = new MessagingService.MessagingServiceClient(nodes.A.As("duty"));
        await TwoNodes.UntilAsync(
            async () => await inbox.ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true }),
            answer => answer.Items.Any(item => item.Record.RecordId == cleared.RecordId));
        await inbox.AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = cleared.RecordId,
            DutyDesk = "Duty Centre",
        });
        var sent = new MessagingService.MessagingServiceClient(nodes.B.As("duty"));
        await TwoNodes.UntilAsync(
            async () => await sent.GetReceiptsAsync(new GetReceiptsRequest { Record = cleared.RecordId }),
            answer => answer.Recipients[0].Receipt == "acknowledged");
    }

    private async Task<RecordCommandReply> ReleasedAsync(string topic, DateTimeOffset? reviewBy = null)
    {
        var draft = Drafts.Contact("A. Example");
        draft.Body.PointOfContact.ReviewBy = reviewBy?.ToTimestamp();
        draft.Body.PointOfContact.Competences[0] = topic;
        draft.Body.PointOfContact.Channels.Add(new Channel { Id = "inbox", Type = "node-inbox", PriorityOrder = 2 });
        var drafted = await nodes.A.Publishing("author").DraftRecordAsync(draft);
        var nominated = await nodes.A.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Nomination
            {
                ReferenceNo = "note 1/26",
                Date = "2026-02-03",
                NominatingAuthority = "Foreign Ministry",
                Medium = "note-verbale",
            },
        });
        var cleared = await ClearedAsync(nominated);
        var released = await nodes.A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB", "persons")));
        return released.Record;
    }

    private async Task<RecordCommandReply> ClearedAsync(RecordCommandReply drafted)
    {
        var submitted = await nodes.A.Publishing("author").SubmitRecordAsync(Flow.Command(drafted));
        return await nodes.A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
    }
}
