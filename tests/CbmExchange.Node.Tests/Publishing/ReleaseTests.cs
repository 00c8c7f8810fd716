using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Publishing;

/// <summary>A record on its way out.</summary>
public sealed class ReleaseTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private TestNode Node => fixture.Node;

    [Fact]
    public async Task A_released_record_stands_in_the_stream_of_each_recipient()
    {
        var cleared = await Flow.ClearedAsync(Node);

        var released = await Node.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB"), Drafts.To("XO", "sections/annex-2")));

        Assert.Equal(["XB", "XO"], released.Recipients.Select(recipient => recipient.Designator).Order());
        Assert.Equal("published", released.Record.State);
        var toXb = await EntryAsync("XB", cleared.RecordId);
        var toXo = await EntryAsync("XO", cleared.RecordId);
        Assert.Equal(toXb.StatementSha256, toXo.StatementSha256);
        Assert.True(toXb.DisclosureSha256.Count > toXo.DisclosureSha256.Count);
    }

    [Fact]
    public async Task Preview_equals_what_the_store_then_holds()
    {
        var cleared = await Flow.ClearedAsync(Node);
        var request = Flow.Release(cleared, Drafts.To("XB", "sections/annex-2"));

        var preview = await Node.Publishing("authority").PreviewReleaseAsync(request);
        await Node.Publishing("authority").ReleaseRecordAsync(request);

        var shown = PeerEntry.Parser.ParseFrom(preview.Recipients.Single().Entry);
        var stored = await EntryAsync("XB", cleared.RecordId);
        shown.ReleasedAt = stored.ReleasedAt;
        Assert.Equal(stored, shown);
        Assert.Contains("sections/annex-2", preview.Recipients.Single().WithheldPaths);
        Assert.DoesNotContain("For one recipient.", preview.Recipients.Single().ContentJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_to_a_body_without_one_member_leaves_that_member_out()
    {
        var cleared = await Flow.ClearedAsync(Node);
        var grant = new ReleaseGrant
        {
            Include = { new AudienceMember { BodyMembers = "XO" } },
            Exclude = { new AudienceMember { Participant = "XC" } },
            Marking = new Marking { Tlp = "TLP:GREEN" },
        };

        var released = await Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grant));

        Assert.Equal(["XB"], released.Recipients.Select(recipient => recipient.Designator));
    }

    [Fact]
    public async Task A_second_release_of_the_same_to_the_same_sends_nothing()
    {
        var cleared = await Flow.ClearedAsync(Node);
        var first = await Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        var second = await Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(first.Record, Drafts.To("XB")));

        Assert.Empty(second.Recipients);
        Assert.Equal(["XB"], second.Unchanged);
    }

    [Fact]
    public async Task A_repeat_of_a_release_gets_the_first_answer_and_sends_nothing()
    {
        var cleared = await Flow.ClearedAsync(Node);
        var request = Flow.Release(cleared, Drafts.To("XB"));
        var first = await Node.Publishing("authority").ReleaseRecordAsync(request);
        var size = await SizeAsync("XB");

        var second = await Node.Publishing("authority").ReleaseRecordAsync(request);

        Assert.Equal(first, second);
        Assert.Equal(size, await SizeAsync("XB"));
    }

    [Fact]
    public async Task Withdrawal_tells_everyone_who_ever_received_the_record()
    {
        var cleared = await Flow.ClearedAsync(Node);
        var released = await Node.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB"), Drafts.To("XC")));

        var withdrawn = await Node.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = released.Record.RecordId,
            ExpectedVersion = released.Record.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        });

        Assert.Equal(["XB", "XC"], withdrawn.Told.Order());
        Assert.Equal("withdrawn", withdrawn.Record.State);
        Assert.Equal("withdrawn", (await EntryAsync("XC", cleared.RecordId)).Kind);
    }

    [Fact]
    public async Task A_release_that_reaches_nobody_is_refused()
    {
        var cleared = await Flow.ClearedAsync(Node);
        var grant = Drafts.To("XB");
        grant.Exclude.Add(new AudienceMember { Participant = "XB" });

        var reason = await Refused.ReasonAsync(
            () => Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grant)).ResponseAsync);

        Assert.Equal("FailedPrecondition AUDIENCE_EMPTY", reason);
    }

    [Fact]
    public async Task All_faults_of_the_grants_are_named_at_once()
    {
        var cleared = await Flow.ClearedAsync(Node);
        var grant = Drafts.To("nobody-known", "annex");
        grant.OnlyParts.Add("abstract");

        var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(
            () => Node.Publishing("authority").PreviewReleaseAsync(Flow.Release(cleared, grant)).ResponseAsync);

        var fields =
            Refused.Detail<CbmExchange.Contracts.Rpc.BadRequest>(error)!.FieldViolations.Select(fault => fault.Field);
        Assert.Equal(["grants[0].exceptParts", "grants[0].include[0]"], fields);
    }

    [Fact]
    [Trait("Edge", "18")]
    public async Task A_duty_officer_alone_releases_an_urgent_message_and_it_is_flagged()
    {
        var duty = Node.Publishing("duty");
        var drafted = await duty.DraftRecordAsync(Drafts.Notification("XB", "immediate"));
        var submitted = await duty.SubmitRecordAsync(Flow.Command(drafted));
        var request = Flow.Release(submitted, Drafts.To("XB"));
        request.BreakGlassReason = "Nobody else is reachable and it is under way.";

        var preview = await duty.PreviewReleaseAsync(request);
        var still = await duty.GetRecordAsync(new GetRecordRequest { Record = drafted.RecordId });
        Assert.Equal("in-clearance", still.State);
        var released = await duty.ReleaseRecordAsync(request);

        Assert.Equal(["XB"], preview.Recipients.Select(one => one.Designator));
        Assert.Equal("published", released.Record.State);
        Assert.Equal("message", (await EntryAsync("XB", drafted.RecordId)).Kind);
        Assert.True((await duty.GetRecordAsync(new GetRecordRequest { Record = drafted.RecordId })).ReviewOpen);
        var reviewed = await Node.Publishing("authority").ReviewBreakGlassAsync(new ReviewBreakGlassRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = released.Record.HeldVersion,
            Note = "Rightly done.",
        });
        Assert.Equal(released.Record.HeldVersion + 1, reviewed.HeldVersion);
    }

    [Fact]
    public async Task A_duty_officer_does_not_release_a_routine_message_alone()
    {
        var duty = Node.Publishing("duty");
        var drafted = await duty.DraftRecordAsync(Drafts.Notification("XB", "routine"));
        var submitted = await duty.SubmitRecordAsync(Flow.Command(drafted));
        var request = Flow.Release(submitted, Drafts.To("XB"));
        request.BreakGlassReason = "I would like to.";

        var reason = await Refused.ReasonAsync(() => duty.ReleaseRecordAsync(request).ResponseAsync);

        Assert.Equal("PermissionDenied ROLE_MISSING", reason);
        Assert.Equal(reason, await Refused.ReasonAsync(() => duty.PreviewReleaseAsync(request).ResponseAsync));
    }

    [Fact]
    public async Task View_as_shows_what_the_recipient_was_given_and_nothing_else()
    {
        var cleared = await Flow.ClearedAsync(Node);
        await Node.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB", "sections/annex-2")));

        var seen =
            await Node.Publishing("author").ViewAsAsync(new ViewAsRequest { Participant = "XB", PageSize = 200 });

        var item = seen.Items.Single(item => item.RecordId == cleared.RecordId);
        Assert.Contains("Main part.", item.ContentJson, StringComparison.Ordinal);
        Assert.DoesNotContain("For one recipient.", item.ContentJson, StringComparison.Ordinal);
    }

    private async Task<PeerEntry> EntryAsync(string designator, string record)
    {
        var store = Node.Host.Services.GetRequiredService<IEventStore>();
        var entries = await store.PeerStreams.ReadAsync(Stream(designator), default, new PeerPageLimit(1_000, 1 << 20));
        return entries.Select(entry => PeerEntry.Parser.ParseFrom(entry.Entry.Span)).Last(
            entry => entry.RecordId == record);
    }

    private async Task<long> SizeAsync(string designator)
    {
        var store = Node.Host.Services.GetRequiredService<IEventStore>();
        return (await store.PeerStreams.HeadAsync(Stream(designator)))!.Range.Size;
    }

    private PeerStreamId Stream(string designator)
    {
        var participants =
            Node.Host.Services.GetRequiredService<CbmExchange.Node.Participants.ParticipantTable>().State;
        return new PeerStreamId(
            Node.Host.Services.GetRequiredService<NodeIdentity>().Participant,
            participants.Resolve(designator)!.Participant, 1);
    }
}
