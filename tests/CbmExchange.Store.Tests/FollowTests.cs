using CbmExchange.Testing;
using Npgsql;

namespace CbmExchange.Store.Tests;

/// <summary>With a clock that stands still nothing polls: what arrives was brought by the hint.</summary>
public sealed class FollowTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestClock clock = new();

    [Fact]
    public async Task A_follower_sees_an_append_while_an_unrelated_transaction_stays_open()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, clock, schema);
        await using var connection = await postgres.Source.OpenConnectionAsync();
        await using var open = await connection.BeginTransactionAsync();
        await using var write =
            new NpgsqlCommand($"create table {schema}.unrelated (n int); select pg_current_xact_id()", connection);
        await write.ExecuteNonQueryAsync();

        await ExpectNextAsync(store, _ => store.AppendAsync(Make.Append("a")));
        await open.RollbackAsync();
    }

    [Fact]
    public async Task A_follower_sees_an_append_at_once_after_one_that_was_rolled_back()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, clock, schema);
        await postgres.QueryAsync(
            $"do $$ begin perform nextval('{schema}.mt_events_sequence'); raise exception 'gone'; exception when "
            + "others then null; end $$");

        var position = await ExpectNextAsync(store, _ => store.AppendAsync(Make.Append("a")));

        Assert.Equal(2, position);
    }

    [Fact]
    public async Task A_follower_sees_an_append_of_another_process_by_notification()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, clock, schema);
        await using var other = await postgres.OpenStoreAsync(TestEventTypes.All, clock, schema);
        await WaitForListenersAsync(schema, 2);

        await ExpectNextAsync(store, _ => other.AppendAsync(Make.Append("a")));
    }

    [Fact]
    public async Task Polling_finds_what_no_notification_told()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, clock, schema);
        await WaitForListenersAsync(schema, 1);

        await ExpectNextAsync(store, async next =>
        {
            await postgres.QueryAsync(
                $$"""
                insert into {{schema}}.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
                values (1, gen_random_uuid(), 'a', 1, '{"number":1,"text":"a"}', 'test_counted', now())
                """);
            while (clock.TimerCount == 0 && !next.IsCompleted)
            {
                await Task.Yield();
            }

            clock.Advance(StoreLimits.FollowPollInterval);
        });
    }

    private static async Task<long> ExpectNextAsync(PostgresEventStore store, Func<Task, Task> act)
    {
        using var stop = new CancellationTokenSource(Patience);
        await using var follower = store.FollowAsync(default, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = follower.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await act(next);
        Assert.True(await next);
        return follower.Current.Position.Value;
    }

    private async Task WaitForListenersAsync(string schema, int count)
    {
        for (var n = 0; n < 1000; n++)
        {
            if ((long)(await postgres.QueryAsync(
                "select count(*), pg_sleep(0.005) from pg_stat_activity where application_name = "
                + $"'cbm-listener-{schema}' "
                + "and query ilike 'listen%' and state = 'idle'"))! == count)
            {
                return;
            }
        }

        Assert.Fail("The listener never listened.");
    }
}
