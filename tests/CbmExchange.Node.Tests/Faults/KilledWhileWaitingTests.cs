using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>
/// The node and its PostgreSQL are killed while releases wait to leave (domain.md §4.21: 15): what was recalled never
/// leaves, what was not leaves once.
/// </summary>
public sealed class KilledWhileWaitingTests
{
    /// <summary>Longer than a start, so that both releases still wait when the node is there again.</summary>
    private const string WindowSeconds = "25";

    [Fact]
    [Trait("Edge", "15")]
    public async Task What_waits_when_the_node_is_killed_leaves_once_or_is_recalled()
    {
        await using var node = await NodeProcess.MakeAsync("XA", WindowSeconds);
        await node.StartAsync();
        var kept = await WaitingAsync(node);
        var taken = await WaitingAsync(node);
        var answered = await WaitingAsync(node);
        await node.Publishing("author").RecallReleaseAsync(Flow.Command(answered.Record));

        node.KillDatabase();
        await node.KillAsync();
        await node.StartAsync();
        var recalled = await CommandLoad.UntilAnsweredAsync(
            () => node.Publishing("author").RecallReleaseAsync(Flow.Command(taken.Record)).ResponseAsync);
        Assert.Equal("cleared", recalled.State);
        await HeldByAsync(node, kept, "XB");
        await node.KillAsync();
        await node.StartAsync();

        Assert.Equal(1, await OutAsync(node));
        Assert.Equal("XB", (await OwnAsync(node, kept)).Recipients.Single().Designator);
        Assert.All([taken, answered], one => Assert.Empty(OwnAsync(node, one).Result.Recipients));
        Assert.Equal("RECORD_STATE", await ShareSteps.RefusedAsync(
            () => node.Publishing("author").RecallReleaseAsync(Flow.Command(recalled))));
    }

    private static async Task<ReleaseRecordResponse> WaitingAsync(NodeProcess node)
    {
        var author = node.Publishing("author");
        var drafted = await author.DraftRecordAsync(Drafts.Strategy());
        var submitted = await author.SubmitRecordAsync(Flow.Command(drafted));
        var cleared = await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        var released = await node.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB")));
        Assert.NotNull(released.LeavesAt);
        return released;
    }

    private static Task HeldByAsync(NodeProcess node, ReleaseRecordResponse released, string recipient) =>
        TwoNodes.UntilAsync(
            () => OwnAsync(node, released), view => view.Recipients.Any(one => one.Designator == recipient));

    private static async Task<RecordView> OwnAsync(NodeProcess node, ReleaseRecordResponse released) =>
        await CommandLoad.UntilAnsweredAsync(() => node.Publishing("author")
            .GetRecordAsync(new GetRecordRequest { Record = released.Record.RecordId }).ResponseAsync);

    private static async Task<long> OutAsync(NodeProcess node) =>
        (await node.Administration("admin").ListStreamsAsync(new ListStreamsRequest())).Streams
        .Where(stream => stream.Direction == "out").Sum(stream => stream.Size);
}
