using System.Diagnostics;
using CbmExchange.Testing;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests.Faults;

/// <summary>The one writer, held still by its lock.</summary>
public sealed class AppendWriterTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task One_that_was_given_up_in_the_queue_blocks_nobody_behind_it()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        using var impatient = new CancellationTokenSource();
        Task<AppendResult> busy;
        Task<AppendResult> givenUp;
        Task<AppendResult> behind;
        await using (await WriterLock.HoldAsync(postgres, schema))
        {
            busy = store.AppendAsync(Make.Append("busy"));
            await WriterLock.WaitForWriterAsync(postgres, schema);
            givenUp = store.AppendAsync(Make.Append("same"), impatient.Token);
            behind = store.AppendAsync(Make.Append("same"));
            await impatient.CancelAsync();
        }

        Assert.Equal(AppendOutcome.Appended, (await busy).Outcome);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.Equal(AppendOutcome.Appended, (await behind.WaitAsync(Patience)).Outcome);
    }

    [Fact]
    public async Task Nobody_is_refused_because_our_own_slow_transaction_holds_the_lock()
    {
        var slow = StoreLimits.LockTimeout + TimeSpan.FromSeconds(2);
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await postgres.QueryAsync(
            $"create function {schema}.slow() returns trigger language plpgsql as $$ begin "
            + $"if new.id = 'slow' then perform pg_sleep({slow.TotalSeconds}); end if; return new; end $$; "
            + $"create trigger slow before insert on {schema}.mt_streams for each row "
            + $"execute function {schema}.slow()");
        var first = store.AppendAsync(Make.Append("slow"));
        await WriterLock.UntilAsync(postgres, schema, "state = 'active' and wait_event = 'PgSleep'");

        var others = Enumerable.Range(0, 200).Select(n => store.AppendAsync(Make.Append($"s-{n}"))).ToArray();

        Assert.Equal(AppendOutcome.Appended, (await first).Outcome);
        Assert.All(
            await Task.WhenAll(others).WaitAsync(Patience),
            result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
    }

    [Fact]
    public async Task A_lock_that_somebody_else_holds_is_said_and_waited_for_by_the_next()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        var holder = await WriterLock.HoldAsync(postgres, schema);
        var first = store.AppendAsync(Make.Append("first"));
        await WriterLock.WaitForWriterAsync(postgres, schema);
        var others = Enumerable.Range(0, 200).Select(n => store.AppendAsync(Make.Append($"s-{n}"))).ToArray();

        var refused = await first.WaitAsync(Patience);
        Assert.Equal(AppendOutcome.Unavailable, refused.Outcome);
        Assert.StartsWith("Another session holds", refused.Sentence, StringComparison.Ordinal);
        await holder.DisposeAsync();
        var told = await Task.WhenAll(others).WaitAsync(Patience);
        Assert.All(told, one => Assert.True(one.IsDurable || one.Outcome == AppendOutcome.Unavailable));
        Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Make.Append("last"))).Outcome);
        Assert.Equal(
            told.Count(one => one.IsDurable) + 1, (await store.ReadAllAsync().AllAsync()).Length);
    }

    [Fact]
    public async Task Nobody_starves_beside_callers_without_pause()
    {
        const int Callers = 256;
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await store.AppendAsync(Make.Append("s") with
        {
            PeerEntries = [new PeerAppend(PeerData.Outgoing, [PeerData.Entry("first")])],
        });
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Callers).Select(async n =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(AppendOutcome.Appended, (await store.AppendAsync(Make.Append($"load-{n}"))).Outcome);
            }
        }).ToArray();
        var worst = TimeSpan.Zero;
        for (var n = 0; n < 40; n++)
        {
            var watch = Stopwatch.StartNew();
            var opening = new PeerStreamOpening(
                PeerData.Outgoing with { Generation = (n / 2) + 2 }, new(1), [PeerData.Entry("opened")]);
            var request = n % 2 == 0 ? Make.Append($"load-{n}") : Make.Append("opened") with { Openings = [opening] };
            var result = await store.AppendAsync(request).WaitAsync(Patience);
            worst = watch.Elapsed > worst ? watch.Elapsed : worst;
            Assert.Equal(AppendOutcome.Appended, result.Outcome);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load).WaitAsync(Patience);
        output.WriteLine($"longest of 40 beside {Callers} callers: {worst.TotalMilliseconds:F0} ms");
        Assert.True(worst < TimeSpan.FromSeconds(5), $"One took {worst}.");
    }

    [Fact]
    public async Task Closing_while_one_is_under_way_answers_everyone_and_truly()
    {
        var schema = postgres.NewSchema();
        var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        Task<AppendResult>[] appends;
        ValueTask closing;
        await using (await WriterLock.HoldAsync(postgres, schema))
        {
            var first = store.AppendAsync(Make.Append("first"));
            await WriterLock.WaitForWriterAsync(postgres, schema);
            appends = [first, .. Enumerable.Range(0, 300).Select(n => store.AppendAsync(Make.Append($"s-{n}")))];
            closing = store.DisposeAsync();
        }

        await closing.AsTask().WaitAsync(Patience);
        var told = await Task.WhenAll(appends).WaitAsync(Patience);
        var held = (long)(await postgres.QueryAsync($"select count(*) from {schema}.cbm_commands"))!;
        Assert.Equal(told.Count(one => one.Outcome == AppendOutcome.Appended), held);
        Assert.DoesNotContain(told, one => one.Outcome == AppendOutcome.Unknown);
    }
}
