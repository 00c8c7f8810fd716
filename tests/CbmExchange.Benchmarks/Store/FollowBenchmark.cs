using System.Collections.Concurrent;
using System.Diagnostics;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Domain;
using CbmExchange.Store;
using CbmExchange.Testing;

namespace CbmExchange.Benchmarks.Store;

/// <summary>
/// From the call of an append until a follower in another store has seen the event: quiet, while an unrelated
/// transaction is open, after appends that were refused or rolled back, and while another node's process is stopped or
/// killed in mid-append.
/// </summary>
internal sealed class FollowBenchmark : IBenchmark
{
    private const double MedianMax = 10;
    private const double NinetyNinthMax = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <inheritdoc/>
    public string Name => "append.follow";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        var schema = run.Postgres.NewSchema();
        await using var writer = await run.Postgres.OpenStoreAsync(schema: schema).ConfigureAwait(false);
        await using var reader = await run.Postgres.OpenStoreAsync(schema: schema).ConfigureAwait(false);
        await using var watch = new Watch(reader);
        var waits = new Dictionary<string, List<Waits>>(StringComparer.Ordinal);
        (string Name, Func<Func<Task<Waits>>, Task<Waits>> Around)[] cases =
        [
            ("quiet", measure => measure()),
            ("open", measure => BesideOpenTransactionAsync(run.Postgres, schema, measure)),
            ("rolledback", measure => AfterRollbackAsync(run.Postgres, schema, writer, measure)),
            ("stopped", measure => OtherWriter.StoppedAsync(run.Postgres, schema, measure)),
            ("killed", measure => OtherWriter.KilledAsync(run.Postgres, schema, measure)),
        ];
        for (var round = 0; round <= run.Rounds; round++)
        {
            foreach (var (name, around) in cases)
            {
                var measured = await around(() => MeasureAsync(writer, watch, run.Turn)).ConfigureAwait(false);
                run.Say(FormattableString.Invariant(
                    $"  {BenchRun.Called(round)} {name}: p50 {measured.Seen.Median:0.##} ms, ")
                    + FormattableString.Invariant(
                        $"p99 {measured.Seen.At(0.99):0.##} ms, longest append {measured.Append.At(1):0.##} ms"));
                if (round > 0)
                {
                    waits.TryAdd(name, []);
                    waits[name].Add(measured);
                }
            }
        }

        return [.. waits.SelectMany(pair => FiguresOf(pair.Key, pair.Value))];
    }

    private static IEnumerable<Figure> FiguresOf(string name, List<Waits> rounds)
    {
        var suffix = name == "quiet" ? "" : "." + name;
        var what = name switch
        {
            "open" => "while an unrelated transaction is open",
            "rolledback" => "after a refused append and a rolled-back one",
            "stopped" => "while a second writing process is stopped (SIGSTOP) in mid-append",
            "killed" => "while a second writing process was killed (SIGKILL) in mid-append",
            _ => "append called until seen by a follower in another store",
        };
        yield return Figure.Within(
            $"append.follow{suffix}.p50", "ms", Samples.Of(rounds.Select(one => one.Seen.Median)), MedianMax, what);
        yield return Figure.Within(
            $"append.follow{suffix}.p99", "ms", Samples.Of(rounds.Select(one => one.Seen.At(0.99))), NinetyNinthMax,
            what);
        if (name is "stopped" or "killed")
        {
            yield return Figure.Within(
                $"append.follow{suffix}.longest", "ms", Samples.Of(rounds.Max(one => one.Append.At(1))),
                (StoreLimits.LockTimeout + StoreLimits.StatementTimeout).TotalMilliseconds,
                $"longest wait of any append, {what}; bound: LockTimeout + StatementTimeout");
        }
    }

    private static async Task<Waits> MeasureAsync(PostgresEventStore writer, Watch watch, TimeSpan time)
    {
        var (seen, appends) = (new Samples(), new Samples());
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            var request = Rows.Draft(Time.GetUtcNow());
            var at = Stopwatch.GetTimestamp();
            var arrival = watch.Expect(request.Streams[0].StreamId);
            var result = await writer.AppendAsync(request).ConfigureAwait(false);
            appends.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            if (result.Outcome != AppendOutcome.Appended)
            {
                throw new InvalidOperationException($"{result.Outcome}: {result.Sentence}");
            }

            seen.Add(Stopwatch.GetElapsedTime(at, await arrival.ConfigureAwait(false)).TotalMilliseconds);
            await Task.Delay(Pause, Time).ConfigureAwait(false);
        }

        return new Waits(seen, appends);
    }

    private static async Task<Waits> BesideOpenTransactionAsync(
        PostgresFixture postgres, string schema, Func<Task<Waits>> measure)
    {
        await using var connection = await postgres.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = $"insert into {schema}.mt_event_progression (name, last_seq_id) values ('unrelated', 0)";
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        var measured = await measure().ConfigureAwait(false);
        await transaction.RollbackAsync().ConfigureAwait(false);
        return measured;
    }

    private static async Task<Waits> AfterRollbackAsync(
        PostgresFixture postgres, string schema, PostgresEventStore writer, Func<Task<Waits>> measure)
    {
        var first = Rows.Draft(Time.GetUtcNow());
        await writer.AppendAsync(first).ConfigureAwait(false);
        var refused = await writer.AppendAsync(first with { CommandId = Guid.NewGuid() }).ConfigureAwait(false);
        if (refused.Outcome != AppendOutcome.VersionConflict)
        {
            throw new InvalidOperationException($"Expected a conflict, not {refused.Outcome}.");
        }

        await using var connection = await postgres.Source.OpenConnectionAsync().ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select nextval('{schema}.mt_events_sequence')";
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        await transaction.RollbackAsync().ConfigureAwait(false);
        return await measure().ConfigureAwait(false);
    }

    /// <summary>Milliseconds until seen, and until the append answered.</summary>
    internal sealed record Waits(Samples Seen, Samples Append);

    /// <summary>A follower that says when it saw a stream.</summary>
    private sealed class Watch : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> expected = [];
        private readonly CancellationTokenSource stop = new();
        private readonly Task running;

        public Watch(PostgresEventStore reader) => running = Task.Run(() => FollowAsync(reader));

        public Task<long> Expect(string stream) =>
            expected.GetOrAdd(stream, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }

        private async Task FollowAsync(PostgresEventStore reader)
        {
            await foreach (var stored in reader.FollowAsync(new LogPosition(0), stop.Token).ConfigureAwait(false))
            {
                var now = Stopwatch.GetTimestamp();
                if (expected.TryRemove(stored.StreamId, out var waiting))
                {
                    waiting.TrySetResult(now);
                }
            }
        }
    }
}
