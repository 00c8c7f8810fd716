using System.Diagnostics;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>PostgreSQL does not end under a running node; it stops answering.</summary>
public sealed class HungDatabaseTests : IAsyncLifetime
{
    private static readonly TimeSpan LookupMax = TimeSpan.FromSeconds(1);

    private NodeProcess node = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        node = await NodeProcess.MakeAsync("XA");
        await node.StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await node.DisposeAsync();

    [Fact]
    public async Task It_is_said_and_lookups_go_on_and_the_server_is_ended_and_started_again()
    {
        var (desk, author) = (node.Directory("duty"), node.Publishing("author"));
        var admin = node.Administration("admin");
        var kept = await author.DraftRecordAsync(Drafts.Strategy());
        var well = await admin.GetNodeStatusAsync(new GetNodeStatusRequest());
        Assert.Contains("store: answers", well.Health);
        Assert.Contains(
            well.Health, line => line.StartsWith("background: audit, audit of exports,", StringComparison.Ordinal));
        Assert.False(well.Facts.FromMemory);
        var before = TimeProvider.System.GetUtcNow();
        var hung = node.DatabaseProcess();

        await node.HangDatabaseAsync();

        var ill = await admin.GetNodeStatusAsync(new GetNodeStatusRequest());
        Assert.Contains(ill.Health, line => line.StartsWith("store: does not answer", StringComparison.Ordinal));
        Assert.True(ill.Facts.FromMemory);
        Assert.InRange(ill.Facts.AsOf.ToDateTimeOffset(), before.AddSeconds(-10), before.AddSeconds(10));
        var watch = Stopwatch.StartNew();
        var answer = await desk.LookupAsync(new LookupRequest { State = "XA" });
        Assert.True(answer.Facts.FromMemory);
        Assert.True(watch.Elapsed < LookupMax, $"A lookup took {watch.Elapsed}.");

        var request = Drafts.Strategy();
        var later = await CommandLoad.UntilAnsweredAsync(() => author.DraftRecordAsync(request).ResponseAsync);

        Assert.NotEqual(hung, node.DatabaseProcess());
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(hung));
        Assert.Contains(node.Errors.ToArray(), line => line.Contains("gave no answer for", StringComparison.Ordinal));
        var own = await author.ListOwnRecordsAsync(new ListOwnRecordsRequest { PageSize = 10 });
        Assert.Equal(
            new[] { kept.RecordId, later.RecordId }.Order(), own.Records.Select(record => record.RecordId).Order());
        await TwoNodes.UntilAsync(
            () => desk.LookupAsync(new LookupRequest { State = "XA" }).ResponseAsync,
            one => !one.Facts.FromMemory);
        Assert.Equal(0, await node.StopAsync());
        Assert.False(node.HasDatabaseFile());
    }

    [Fact]
    public async Task A_server_that_hangs_when_its_node_was_killed_does_not_keep_the_next_start_from_coming_up()
    {
        var kept = await node.Publishing("author").DraftRecordAsync(Drafts.Strategy());
        await node.HangDatabaseAsync();
        await node.KillAsync();

        await node.StartAsync();

        var own = await node.Publishing("author").ListOwnRecordsAsync(new ListOwnRecordsRequest { PageSize = 10 });
        Assert.Equal(kept.RecordId, Assert.Single(own.Records).RecordId);
        Assert.True(StoreLimits.ServerHungAfter < TimeSpan.FromMinutes(1), "The test waits a minute for the start.");
    }
}
