using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>What one officer lets leave alone: flagged, reviewed, delayed (domain.md §4.3, §4.21 row 33).</summary>
public sealed class AloneTests : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private readonly ShiftedClock clock = new();
    private TestHome home = null!;
    private TestNode node = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        home = await TestHome.MakeAsync(
            postgres, "XA", "--officer", "admin=node-admin", "alone=poc-officer,releasing-authority",
            "author=poc-officer", "authority=releasing-authority", "duty=duty-officer");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await home.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    [Trait("Edge", "33")]
    public async Task One_person_releases_alone_where_the_policy_allows_it_after_a_delay_and_only_the_node_says_so()
    {
        home.Change(settings => settings with
        {
            Policies = settings.Policies with { SinglePersonDelayMinutes = 15 },
        });
        node = await TestNode.StartAsync(home, clock);
        var alone = node.Publishing("alone");
        var drafted = await alone.DraftRecordAsync(Drafts.Strategy());
        var submitted = await alone.SubmitRecordAsync(Flow.Command(drafted));
        var cleared = await alone.ClearRecordAsync(Flow.Command(submitted));

        var preview = await alone.PreviewReleaseAsync(Flow.Release(cleared, Drafts.To("XB")));
        var released = await alone.ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        Assert.Equal(TimeSpan.FromMinutes(15), preview.RecallWindow.ToTimeSpan());
        Assert.NotNull(released.LeavesAt);
        Assert.Equal("0", await EntriesAsync());

        clock.Forward(TimeSpan.FromMinutes(15));
        await TwoNodes.UntilAsync(EntriesAsync, count => count == "1");
        Assert.True((await OwnAsync(cleared)).SinglePerson);
        Assert.Equal("0", await home.ScalarAsync(
            "select count(*) from cbm_peer_entries where position('single' in encode(entry, 'escape')) > 0"));
    }

    [Fact]
    [Trait("Edge", "33")]
    public async Task Without_that_policy_whoever_wrote_it_neither_clears_nor_releases_it()
    {
        node = await TestNode.StartAsync(home, clock);
        var alone = node.Publishing("alone");
        var submitted = await alone.SubmitRecordAsync(Flow.Command(await alone.DraftRecordAsync(Drafts.Strategy())));
        var refused = await ShareSteps.RefusedAsync(() => alone.ClearRecordAsync(Flow.Command(submitted)));
        var cleared = await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));

        Assert.Equal("SECOND_PERSON_NEEDED", refused);
        Assert.Equal("SECOND_PERSON_NEEDED", await ShareSteps.RefusedAsync(
            () => alone.ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")))));
        Assert.False((await OwnAsync(cleared)).SinglePerson);
    }

    [Fact]
    public async Task A_changed_policy_is_an_event_of_the_next_start_once_and_the_status_says_so_while_it_is_on()
    {
        node = await TestNode.StartAsync(home, clock);
        var before = (await PolicyLinesAsync(), await SeenAsync());
        await RestartedAsync(15);
        var on = (await PolicyLinesAsync(), await SeenAsync());
        await RestartedAsync(15);
        var again = await SeenAsync();
        await RestartedAsync(null);
        var off = (await PolicyLinesAsync(), await SeenAsync());

        Assert.Equal(("", "1"), before);
        Assert.Matches("^policies: one person may clear and release alone, 15 min later, since 20", on.Item1);
        Assert.Equal(("2", "2", ("", "3")), (on.Item2, again, off));
        Assert.Equal("15", await home.ScalarAsync(
            "select data->>'singlePersonDelayMinutes' from mt_events where type = 'leaving_policies_seen' "
                + "order by seq_id offset 1 limit 1"));
    }

    [Fact]
    public async Task A_home_is_made_with_a_public_page_and_with_one_person_for_all_roles()
    {
        node = await TestNode.StartAsync(home, clock);
        await using var made = await TestHome.MakeAsync(
            postgres, "XB", "--public-listen", "127.0.0.1:7450", "--single-person-minutes", "20", "--officer",
            "admin=node-admin,poc-officer,releasing-authority");

        made.Change(settings =>
        {
            Assert.Equal("127.0.0.1:7450", settings.Listeners.Public);
            Assert.Equal(20, settings.Policies.SinglePersonDelayMinutes);
            return settings;
        });
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => TestHome.MakeAsync(
            postgres, "XC", "--single-person-minutes", "soon", "--officer", "admin=node-admin"));
        Assert.Contains("--single-person-minutes is \"soon\"", refused.Message, StringComparison.Ordinal);
    }

    private async Task RestartedAsync(int? minutes)
    {
        await node.DisposeAsync();
        home.Change(settings => settings with
        {
            Policies = settings.Policies with { SinglePersonDelayMinutes = minutes },
        });
        node = await TestNode.StartAsync(home, clock);
    }

    private Task<string> SeenAsync() =>
        home.ScalarAsync("select count(*) from mt_events where type = 'leaving_policies_seen'");

    private async Task<string> PolicyLinesAsync() => string.Join('\n',
        (await node.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest())).Health
            .Where(line => line.StartsWith("policies:", StringComparison.Ordinal)));

    [Fact]
    public async Task A_use_of_break_glass_is_a_concern_and_stands_in_the_list_until_somebody_else_reviewed_it()
    {
        node = await TestNode.StartAsync(home, clock);
        var duty = node.Publishing("duty");
        var drafted = await duty.DraftRecordAsync(Drafts.Notification("XB", "immediate"));
        var submitted = await duty.SubmitRecordAsync(Flow.Command(drafted));
        var request = Flow.Release(submitted, Drafts.To("XB"));
        request.BreakGlassReason = "Nobody else is here at night.";
        var released = await duty.ReleaseRecordAsync(request);

        var listed = (await duty.ListOwnRecordsAsync(new ListOwnRecordsRequest())).Records.Single();
        var open = await ReviewLinesAsync();
        clock.Forward(TimeSpan.FromHours(25));
        var late = await ReviewLinesAsync();
        await node.Publishing("authority").ReviewBreakGlassAsync(new ReviewBreakGlassRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = released.Record.HeldVersion,
            Note = "Rightly released.",
        });

        Assert.True(listed.ReviewOpen);
        Assert.Equal(TimeSpan.FromHours(24), (listed.ReviewDueAt - listed.ReviewOpenSince).ToTimeSpan());
        Assert.Contains($"{drafted.ReferenceNumber} was released by a duty officer alone; review open since", open);
        Assert.Contains(", due ", open, StringComparison.Ordinal);
        Assert.Contains(", it was due ", late, StringComparison.Ordinal);
        Assert.Equal("", await ReviewLinesAsync());
    }

    private async Task<RecordView> OwnAsync(RecordCommandReply record) =>
        await node.Publishing("alone").GetRecordAsync(new GetRecordRequest { Record = record.RecordId });

    private Task<string> EntriesAsync() => home.ScalarAsync("select count(*) from cbm_peer_entries");

    private async Task<string> ReviewLinesAsync() => string.Join('\n',
        (await node.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest())).Health
            .Where(line => line.StartsWith("review:", StringComparison.Ordinal)));
}
