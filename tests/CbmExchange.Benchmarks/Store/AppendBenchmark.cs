using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Store;

namespace CbmExchange.Benchmarks.Store;

/// <summary>Durable appends a second from few and many callers, beside one raw statement per commit.</summary>
internal sealed class AppendBenchmark : IBenchmark
{
    private const int BatchCount = 100;

    private static readonly TimeProvider Time = TimeProvider.System;

    /// <inheritdoc/>
    public string Name => "append";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        var schema = run.Postgres.NewSchema();
        await using var store = await run.Postgres.OpenStoreAsync(schema: schema).ConfigureAwait(false);
        await AppendAsync(store, 1).ConfigureAwait(false);
        await using var raw = await RawTables.MakeAsync(run.Postgres, schema).ConfigureAwait(false);
        var split = new CpuSplit();
        var rates = await run.InTurnsAsync(
            ("raw", () => Stopped.RateAsync(
                RawTables.Connections, run.Turn, _ => raw.InsertAsync(Time.GetUtcNow().UtcDateTime))),
            ("c1", () => Stopped.RateAsync(1, run.Turn, _ => AppendAsync(store, 1))),
            ("c32", () => Stopped.RateAsync(32, run.Turn, _ => AppendAsync(store, 1))),
            ("c256", () => split.RateAsync(256, run.Turn, _ => AppendAsync(store, 1))),
            ("copy", () => Stopped.RateAsync(1, run.Turn, _ => raw.CopyAsync(
                BatchCount, Time.GetUtcNow().UtcDateTime))),
            ("batch", () => Stopped.RateAsync(1, run.Turn, _ => AppendAsync(store, BatchCount)))).ConfigureAwait(false);
        const string Limit = "limit: one prepared statement per commit with the same rows, 8 connections";
        return
        [
            .. new[] { "c1", "c32", "c256" }.Select(callers => Figure.Beside(
                $"append.{callers}", "appends/s", rates[callers], rates["raw"],
                $"{callers[1..]} concurrent callers; {(callers == "c256" ? split.Sentence + "; " : "")}{Limit}")),
            Figure.Beside(
                "append.batch100", "batches/s", rates["batch"], rates["copy"],
                "100 events in one command, one caller; limit: COPY of the 100 event rows, same indexes, one "
                + "connection"),
        ];
    }

    /// <summary>One command that begins one record.</summary>
    public static async Task AppendAsync(PostgresEventStore store, int events)
    {
        var result = await store.AppendAsync(Rows.Draft(Time.GetUtcNow(), events)).ConfigureAwait(false);
        if (result.Outcome != AppendOutcome.Appended)
        {
            throw new InvalidOperationException($"{result.Outcome}: {result.Sentence}");
        }
    }
}
