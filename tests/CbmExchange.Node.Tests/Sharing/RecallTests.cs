using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// A release waits before it leaves and can be recalled until then (domain.md §4.21 row 15); until then no byte of any
/// peer stream changes, and it leaves once, whatever happens to the node in between.
/// </summary>
public sealed class RecallTests : IAsyncLifetime
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly PostgresFixture postgres = new();
    private readonly ShiftedClock clock = new();
    private TestHome home = null!;
    private TestNode node = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        home = await TestHome.MakeAsync(
            postgres, "XA", "--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority",
            "duty=duty-officer", "observer=observer");
        home.Change(settings => settings with { Policies = settings.Policies with { RecallSeconds = 60 } });
        node = await TestNode.StartAsync(home, clock);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await home.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    [Trait("Edge", "15")]
    public async Task Until_its_time_a_release_is_in_no_stream_and_every_list_says_when_it_leaves()
    {
        var cleared = await Flow.ClearedAsync(node, Drafts.Notification("XB", "priority"));
        var request = Flow.Release(cleared, Drafts.To("XB"));

        var preview = await node.Publishing("authority").PreviewReleaseAsync(request);
        var released = await node.Publishing("authority").ReleaseRecordAsync(request);
        var repeated = await node.Publishing("authority").ReleaseRecordAsync(request);
        var own = await OwnAsync(cleared);
        var receipts = await ReceiptsAsync(cleared);

        Assert.Equal(Window, preview.RecallWindow.ToTimeSpan());
        Assert.Equal(released, repeated);
        Assert.All([released.LeavesAt, own.LeavesAt, receipts.Recipients.Single().LeavesAt], Assert.NotNull);
        Assert.All([released.Recipients, own.Leaving, receipts.Recipients], some =>
            Assert.Equal(("XB", "leaving"), (some.Single().Designator, some.Single().Receipt)));
        Assert.Contains("can be recalled", Assert.Single(released.Record.Warnings), StringComparison.Ordinal);
        Assert.Empty(own.Recipients);
        Assert.Equal(0, await EntriesAsync());

        clock.Forward(Window);
        Assert.Equal(1, await TwoNodes.UntilAsync(EntriesAsync, count => count > 0));
        var after = await TwoNodes.UntilAsync(() => OwnAsync(cleared), view => view.LeavesAt is null);
        Assert.Equal("XB", after.Recipients.Single().Designator);
        Assert.Equal("waiting", (await ReceiptsAsync(cleared)).Recipients.Single().Receipt);
    }

    [Fact]
    [Trait("Edge", "15")]
    public async Task What_was_recalled_never_leaves_and_can_be_released_again()
    {
        var cleared = await Flow.ClearedAsync(node);
        var released = await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        var recalled = await node.Publishing("author").RecallReleaseAsync(Flow.Command(released.Record));
        clock.Forward(Window);
        var other = await Flow.ClearedAsync(node);
        await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(other, Drafts.To("XC")));
        clock.Forward(Window);

        // The other one leaves after the recalled one would have.
        await TwoNodes.UntilAsync(EntriesAsync, count => count == 1);
        Assert.Equal("cleared", recalled.State);
        Assert.Empty((await OwnAsync(cleared)).Recipients);
        Assert.Equal("RECORD_STATE", await ShareSteps.RefusedAsync(
            () => node.Publishing("author").RecallReleaseAsync(Flow.Command(recalled))));
        Assert.NotNull((await node.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(recalled, Drafts.To("XB")))).LeavesAt);
    }

    [Theory]
    [InlineData("immediate")]
    [InlineData("flash")]
    public async Task What_is_urgent_leaves_at_once(string precedence)
    {
        var draft = Drafts.Notification("XB", precedence);
        if (precedence == "flash")
        {
            draft.Body.IncidentNotification.PrecedenceReason = "Hospitals are without power.";
        }

        var cleared = await Flow.ClearedAsync(node, draft);
        var request = Flow.Release(cleared, Drafts.To("XB"));
        var preview = await node.Publishing("authority").PreviewReleaseAsync(request);
        var released = await node.Publishing("authority").ReleaseRecordAsync(request);

        Assert.Null(preview.RecallWindow);
        Assert.Null(released.LeavesAt);
        Assert.Equal(1, await EntriesAsync());
    }

    [Fact]
    public async Task While_it_waits_nothing_else_is_decided_about_who_holds_the_record()
    {
        var cleared = await Flow.ClearedAsync(node);
        var authority = node.Publishing("authority");
        var waiting = (await authority.ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")))).Record;

        Assert.Equal("RELEASE_WAITING", await ShareSteps.RefusedAsync(
            () => authority.ReleaseRecordAsync(Flow.Release(waiting, Drafts.To("XC")))));
        Assert.Equal("RELEASE_WAITING", await ShareSteps.RefusedAsync(() => authority.WithdrawRecordAsync(
            Withdrawal(waiting))));
        Assert.Equal("ROLE_MISSING", await ShareSteps.RefusedAsync(
            () => node.Publishing("observer").RecallReleaseAsync(Flow.Command(waiting))));
    }

    [Fact]
    public async Task Withdrawing_what_others_hold_takes_back_what_waits_too()
    {
        var cleared = await Flow.ClearedAsync(node);
        var authority = node.Publishing("authority");
        await authority.ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        clock.Forward(Window);
        await TwoNodes.UntilAsync(EntriesAsync, count => count == 1);
        var now = await OwnAsync(cleared);
        var read = new RecordCommandReply { RecordId = now.RecordId, HeldVersion = now.HeldVersion };
        var waiting = (await authority.ReleaseRecordAsync(Flow.Release(read, Drafts.To("XC")))).Record;

        var withdrawn = await authority.WithdrawRecordAsync(Withdrawal(waiting));

        Assert.Equal(["XB"], withdrawn.Told);
        Assert.Null((await OwnAsync(cleared)).LeavesAt);
        Assert.Equal(2, await EntriesAsync());
    }

    [Fact]
    public async Task After_a_restart_it_leaves_once_also_when_its_time_passed_meanwhile()
    {
        var cleared = await Flow.ClearedAsync(node);
        await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        await node.DisposeAsync();
        clock.Forward(Window);
        node = await TestNode.StartAsync(home, clock);

        await TwoNodes.UntilAsync(EntriesAsync, count => count == 1);
        await node.DisposeAsync();
        node = await TestNode.StartAsync(home, clock);

        Assert.Equal(1, await EntriesAsync());
        Assert.Equal("XB", (await OwnAsync(cleared)).Recipients.Single().Designator);
    }

    [Fact]
    public async Task The_status_says_that_something_waits()
    {
        var cleared = await Flow.ClearedAsync(node);
        await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        var status = await node.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest());

        Assert.Contains(status.Health, line => line.StartsWith("release: 1 wait", StringComparison.Ordinal));
    }

    private static WithdrawRecordRequest Withdrawal(RecordCommandReply record) => new()
    {
        CommandId = Drafts.NewCommand(),
        RecordId = record.RecordId,
        ExpectedVersion = record.HeldVersion,
        ReasonClass = "issued-in-error",
        Request = "stop-using",
    };

    private async Task<RecordView> OwnAsync(RecordCommandReply record) =>
        await node.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = record.RecordId });

    private Task<GetReceiptsResponse> ReceiptsAsync(RecordCommandReply record) => TwoNodes.UntilAsync(
        async () => await new MessagingService.MessagingServiceClient(node.As("duty"))
            .GetReceiptsAsync(new GetReceiptsRequest { Record = record.RecordId }),
        response => response.Recipients.Count > 0);

    private async Task<int> EntriesAsync() => int.Parse(
        await home.ScalarAsync("select count(*) from cbm_peer_entries"), CultureInfo.InvariantCulture);
}
