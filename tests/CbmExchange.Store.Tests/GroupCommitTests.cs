using CbmExchange.Testing;
using Npgsql;

namespace CbmExchange.Store.Tests;

public sealed class GroupCommitTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Callers_that_gather_while_the_writer_is_busy_share_one_transaction()
    {
        const int Callers = 120;
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        Task<AppendResult>[] appends;
        await using (var holder = await HoldLockAsync(schema))
        {
            appends = [.. Enumerable.Range(0, Callers)
                .Select(n => store.AppendAsync(Make.Append($"s-{n}", expected: 0)))];
            await WaitForWriterAsync(schema);
        }

        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
        var transactions = (long)(
            await postgres.QueryAsync($"select count(distinct xmin::text) from {schema}.mt_events"))!;
        
        // The first to come go alone; of the rest, each lane takes half of what is outstanding.
        Assert.InRange(transactions, 1, 6);
    }

    [Fact]
    public async Task An_opening_shares_its_transaction_with_nobody()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await store.AppendAsync(Release("first"));
        Task<AppendResult> append;
        Task<AppendResult> opening;
        await using (var holder = await HoldLockAsync(schema))
        {
            var busy = store.AppendAsync(Make.Append("busy"));
            await WaitForWriterAsync(schema);
            append = store.AppendAsync(Release("late"));
            opening = store.AppendAsync(Make.Append("opened") with
            {
                Openings = [new PeerStreamOpening(
                    PeerData.Outgoing with { Generation = 2 }, new(1), [PeerData.Entry("first")])],
            });
        }

        Assert.Equal(AppendOutcome.Appended, (await append).Outcome);
        Assert.Equal(AppendOutcome.PeerSizeConflict, (await opening).Outcome);

        static AppendRequest Release(string text) => Make.Append($"s-{text}") with
        {
            PeerEntries = [new PeerAppend(PeerData.Outgoing, [PeerData.Entry(text)])],
        };
    }

    [Fact]
    public async Task Appends_to_one_stream_keep_the_order_in_which_they_were_given()
    {
        const int Appends = 50;
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All);

        var results = await Task.WhenAll(Enumerable.Range(0, Appends)
            .Select(n => store.AppendAsync(Make.Append("one", expected: n))));

        Assert.All(results, result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
    }

    [Fact]
    public async Task A_lock_held_by_a_stopped_session_delays_by_a_named_bound_only()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await using (var holder = await HoldLockAsync(schema))
        {
            var result = await store.AppendAsync(Make.Append("a"));

            Assert.Equal(AppendOutcome.Unavailable, result.Outcome);
            Assert.StartsWith("Another session holds the write lock", result.Sentence, StringComparison.Ordinal);
        }

        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Make.Append("a"))).Outcome);
    }

    [Fact]
    public async Task A_request_that_the_server_refuses_fails_alone()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        Task<AppendResult> bad;
        Task<AppendResult>[] good;
        await using (var holder = await HoldLockAsync(schema))
        {
            good = [.. Enumerable.Range(0, 5).Select(n => store.AppendAsync(Make.Append($"s-{n}")))];
            bad = store.AppendAsync(Make.Append("bad") with { Metadata = new AppendMetadata { UserName = "a\0b" } });
            await WaitForWriterAsync(schema);
        }

        await Assert.ThrowsAsync<PostgresException>(() => bad);
        Assert.All(await Task.WhenAll(good), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
        Assert.Equal(5, (await store.ReadAllAsync().AllAsync()).Length);
    }

    [Fact]
    public async Task Closing_the_store_answers_everyone()
    {
        var store = await postgres.OpenStoreAsync(TestEventTypes.All);
        var appends = Enumerable.Range(0, 30).Select(n => store.AppendAsync(Make.Append($"s-{n}"))).ToArray();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), result =>
            Assert.True(result.Outcome is AppendOutcome.Appended or AppendOutcome.Unavailable));
        Assert.Equal(AppendOutcome.Unavailable, (await store.AppendAsync(Make.Append("late"))).Outcome);
    }

    private async Task<NpgsqlConnection> HoldLockAsync(string schema)
    {
        var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"select pg_advisory_lock(hashtextextended('{schema}.cbm_append', 0))", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Until the writer stands before the lock; asks the server, bounded by its own patience.</summary>
    private async Task WaitForWriterAsync(string schema)
    {
        for (var n = 0; n < 1000; n++)
        {
            if ((bool)(await postgres.QueryAsync(
                $"select exists (select from pg_stat_activity where application_name = 'cbm-writer-{schema}' "
                + "and wait_event_type = 'Lock'), pg_sleep(0.005)"))!)
            {
                return;
            }
        }

        Assert.Fail("The writer never came to the lock.");
    }
}
