using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Store.Tests;

public sealed class ProjectionTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_projection_folds_every_event_once_and_goes_on_where_it_was()
    {
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        await store.AppendAsync(Make.Append("a", count: 700));
        var first = await RunnerAsync(store, EventCounts.Projection);
        await first.CatchUpAsync();
        await store.AppendAsync(Make.Append("b", count: 5));

        var second = await RunnerAsync(store, EventCounts.Projection);
        await second.CatchUpAsync();
        await second.CatchUpAsync();

        var count = Assert.Single(await new EventCounts(store).ReadAsync());
        Assert.Equal(("test_counted", 705L), (count.Alias, count.Count));
        Assert.Equal(await store.HeadAsync(), second.Status[0].Position);
    }

    [Fact]
    public async Task Two_runners_on_one_database_fold_nothing_twice()
    {
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        await store.AppendAsync(Make.Append("a", count: 1500));
        var runners = new[] { await RunnerAsync(store, EventCounts.Projection),
            await RunnerAsync(store, EventCounts.Projection) };

        await Task.WhenAll(runners.Select(runner => Task.Run(() => runner.CatchUpAsync())));

        Assert.Equal(1500, Assert.Single(await new EventCounts(store).ReadAsync()).Count);
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_tables_while_the_log_goes_on()
    {
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        await store.AppendAsync(Make.Append("a", count: 1200));
        var runner = await RunnerAsync(store, EventCounts.Projection);
        await runner.CatchUpAsync();
        var counts = new EventCounts(store);
        var before = await counts.ReadAsync();

        await runner.RebuildAsync("event-counts");
        Assert.Equal(before.AsEnumerable(), (await counts.ReadAsync()).AsEnumerable());

        await Task.WhenAll(
            runner.RebuildAsync("event-counts"),
            Task.Run(async () =>
            {
                for (var n = 0; n < 20; n++)
                {
                    await store.AppendAsync(Make.Append("b"));
                    await runner.CatchUpAsync();
                }
            }));
        await runner.CatchUpAsync();

        Assert.Equal(1220, Assert.Single(await counts.ReadAsync()).Count);
    }

    [Fact]
    public async Task Poison_stops_one_projection_visibly_and_no_other_until_it_is_skipped()
    {
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        await store.AppendAsync(Make.Append("a", count: 10));
        var runner = await RunnerAsync(store, EventCounts.Projection, new Touchy(poison: 4));

        await runner.CatchUpAsync();

        var stopped = runner.Status.Single(status => status.Name == "touchy");
        Assert.Equal((ProjectionState.Stopped, 3L, 4L),
            (stopped.State, stopped.Position.Value, stopped.PoisonedAt!.Value.Value));
        Assert.Contains("cannot fold", stopped.Reason, StringComparison.Ordinal);
        Assert.Equal(10, runner.Status.Single(status => status.Name == "event-counts").Position.Value);

        var restarted = await RunnerAsync(store, EventCounts.Projection, new Touchy(poison: 4));
        Assert.Equal(ProjectionState.Stopped, restarted.Status[1].State);
        await restarted.SkipAsync("touchy", new LogPosition(4));
        await restarted.CatchUpAsync();
        Assert.Equal((ProjectionState.Running, 10L), (restarted.Status[1].State, restarted.Status[1].Position.Value));
        await restarted.RebuildAsync("touchy");
        Assert.Equal(10, restarted.Status[1].Position.Value);
    }

    [Fact]
    public async Task An_unknown_event_type_is_never_skipped_silently()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await store.AppendAsync(Make.Append("a", count: 3));
        await postgres.QueryAsync($"update {schema}.mt_events set type = 'from_the_future' where seq_id = 2");
        var runner = await RunnerAsync(store, EventCounts.Projection);

        await runner.CatchUpAsync();

        Assert.Equal((ProjectionState.Stopped, 1L), (runner.Status[0].State, runner.Status[0].Position.Value));
        var unknown = await Assert.ThrowsAsync<UnknownEventTypeException>(() => store.ReadAllAsync().AllAsync());
        Assert.Equal("from_the_future", unknown.Alias);
    }

    [Fact]
    public async Task Neither_an_unknown_type_nor_an_older_shape_hides_behind_a_body_that_was_left_out()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await store.AppendAsync(Make.Append("a", count: 2));
        await postgres.QueryAsync(
            $$"""
            update {{schema}}.mt_events set type = 'test_renamed', data = '{"oldName":"x"}' where seq_id = 1;
            update {{schema}}.mt_events set type = 'from_the_future' where seq_id = 2
            """);
        var bodies = EventBodies.Without(typeof(Renamed), typeof(Counted));
        await using var read = store.ReadAllAsync(default, bodies, default).GetAsyncEnumerator();

        await Assert.ThrowsAsync<UnknownEventTypeException>(async () => await read.MoveNextAsync());

        await postgres.QueryAsync($"delete from {schema}.mt_events where seq_id = 2");
        var upcast = Assert.Single(await store.ReadAllAsync(default, bodies, default).AllAsync());
        Assert.True(upcast.Is<Renamed>());
    }

    [Fact]
    public async Task An_older_shape_is_read_as_the_newest_one()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await store.AppendAsync(Make.Append("a"));
        await postgres.QueryAsync(
            $$"""update {{schema}}.mt_events set type = 'test_renamed', data = '{"oldName":"x"}'""");

        var read = Assert.Single(await store.ReadAllAsync().AllAsync());

        Assert.Equal(new Renamed("x"), read.Body);
        Assert.Equal("test_renamed_v2", read.Alias);
    }

    [Fact]
    public async Task A_running_projection_shows_an_append_to_who_waits_for_it()
    {
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        var runner = await RunnerAsync(store, EventCounts.Projection);
        using var stop = new CancellationTokenSource(Patience);
        var running = runner.RunAsync(stop.Token);

        for (var n = 1; n <= 20; n++)
        {
            var result = await store.AppendAsync(Make.Append("a"));
            await runner.WaitForAsync(result.Receipt!.Last, stop.Token);
            Assert.Equal(n, Assert.Single(await new EventCounts(store).ReadAsync()).Count);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task After_a_bulk_catch_up_a_few_stored_batches_are_folded_at_a_time()
    {
        const int Batches = (3 * StoreLimits.FoldBatchCountMax) + 1;
        await using var store = await postgres.OpenStoreAsync();
        var range = CompactRange.Empty;
        for (var n = 0; n < Batches; n++)
        {
            var batch = PeerData.Batch(PeerData.Stream("xb", "xa"), range, 1);
            await store.AppendAsync(new AppendRequest
            {
                CommandId = Guid.NewGuid(),
                Streams = [new StreamAppend("peer-xb", null, [new PeerEntriesStored(
                    batch.Stream.Originator, batch.Stream.Recipient, 1, new(n), new(n + 1), "", default)])],
                Incoming = [batch],
            });
            range = batch.Head.Range;
        }

        var projection = new PageLengths();
        await (await RunnerAsync(store, projection)).CatchUpAsync();

        var most = StoreLimits.FoldBatchCountMax;
        Assert.Equal([most, most, most, 1], projection.Pages);
    }

    private static async Task<ProjectionRunner> RunnerAsync(PostgresEventStore store, params Projection[] projections)
    {
        var runner = new ProjectionRunner(store, projections, NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync();
        return runner;
    }

    private sealed class PageLengths : Projection
    {
        public List<int> Pages { get; } = [];

        public override string Name => "page-lengths";

        public override int Version => 1;

        public override string TablesSql => "create table nothing (id int not null primary key)";

        public override ValueTask FoldAsync(
            IReadOnlyList<StoredEvent> page, ProjectionWriter writer, CancellationToken cancellationToken)
        {
            Pages.Add(page.Count);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Touchy(long poison) : Projection
    {
        public override string Name => "touchy";

        public override int Version => 2;

        public override string TablesSql => "create table seen (position bigint not null primary key)";

        public override ValueTask FoldAsync(
            IReadOnlyList<StoredEvent> page, ProjectionWriter writer, CancellationToken cancellationToken)
        {
            foreach (var one in page)
            {
                if (one.Position.Value == poison)
                {
                    throw new InvalidOperationException("cannot fold this");
                }

                writer.Add("insert into seen values ($1)", one.Position.Value);
            }

            return ValueTask.CompletedTask;
        }
    }
}
