using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>PostgreSQL ends under a running node; a second node on one home; the ordered stop.</summary>
public sealed class DatabaseEndTests : IAsyncLifetime
{
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
    public async Task Lookups_go_on_as_of_the_end_and_commands_go_on_after_it()
    {
        var (desk, author) = (node.Directory("duty"), node.Publishing("author"));
        await author.DraftRecordAsync(Drafts.Strategy());
        var before = TimeProvider.System.GetUtcNow();

        node.KillDatabase();

        var refused = Refused.ReasonAsync(
            async () =>
            {
                while (true)
                {
                    await author.DraftRecordAsync(Drafts.Strategy());
                }
            });
        var facts = (await TwoNodes.UntilAsync(
            () => desk.LookupAsync(new LookupRequest { State = "XA" }).ResponseAsync,
            answer => answer.Facts.FromMemory)).Facts;
        Assert.InRange(
            facts.AsOf.ToDateTimeOffset(), before - TimeSpan.FromSeconds(5), before + TimeSpan.FromSeconds(5));
        Assert.Equal("Unavailable STORE_UNAVAILABLE", await refused);

        await CommandLoad.UntilAnsweredAsync(() => author.DraftRecordAsync(Drafts.Strategy()).ResponseAsync);
        await TwoNodes.UntilAsync(
            () => desk.LookupAsync(new LookupRequest { State = "XA" }).ResponseAsync,
            answer => !answer.Facts.FromMemory);
        Assert.Contains(node.Errors.ToArray(), line => line.Contains("database-ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_home_that_is_served_is_not_served_twice()
    {
        var (code, errors) = await node.ServeOnceMoreAsync();

        Assert.Equal(2, code);
        Assert.Contains("is served by another process already", errors, StringComparison.Ordinal);
        await node.Publishing("author").DraftRecordAsync(Drafts.Strategy());
        Assert.Equal(0, await node.StopAsync());
        Assert.False(node.HasDatabaseFile());
    }
}
