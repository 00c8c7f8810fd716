using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Benchmarks.Store;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using CbmExchange.Store.Readings;

namespace CbmExchange.Benchmarks.Publishing;

/// <summary>
/// From a submitted record to its release: cleared (decided and signed), released to some recipients, logged and
/// durable with an entry in each one's stream. The commands run in process as the door would call them, in a whole
/// node.
/// </summary>
internal sealed class PublishBenchmark : IBenchmark
{
    private const int Callers = 256;
    private const int ReleasesEachSecond = 1_000;
    private const string LimitNote = "limit: the same rows by two prepared statements, each with a commit of its own";

    private static readonly int[] Recipients = [1, 10, 100, 193];

    /// <inheritdoc/>
    public string Name => "publish";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        await using var node = await BenchNode.StartAsync(run.Postgres).ConfigureAwait(false);
        var publisher = new Publisher(node);
        var signatures = new Samples();
        await using var raw = await RawPublish.MakeAsync(run.Postgres, node, publisher).ConfigureAwait(false);
        await using var store = await run.Postgres.OpenStoreAsync().ConfigureAwait(false);
        var split = new CpuSplit();
        var turns = Recipients.SelectMany(count => new (string, Func<Task<double>>)[]
        {
            ($"raw{count}", () => MillisecondsAsync(run.Turn, () => raw.PublishAsync(count))),
            ($"r{count}", () => publisher.MillisecondsAsync(run.Turn, count)),
        }).Append(("append", () => Stopped.RateAsync(
            Callers, run.Turn, _ => AppendBenchmark.AppendAsync(store, 1))))
            .Append(("c256", () => publisher.RateAsync(split, (int)(run.Turn.TotalSeconds * ReleasesEachSecond))));
        var measured = await run.InTurnsAsync([.. turns]).ConfigureAwait(false);
        signatures.Add(await publisher.SignaturesAsync(Recipients[^1]).ConfigureAwait(false));
        var cost = await ReleaseCost.MeasureAsync(node).ConfigureAwait(false);
        return
        [
            .. Recipients.Select(count => Figure.Beside(
                $"publish.r{count}", "ms", measured[$"r{count}"], measured[$"raw{count}"],
                $"clear and release to {count}, one after the other, median of a turn; {LimitNote}")),
            Figure.Within(
                "publish.signatures", "statements", signatures, 1,
                "different signed statements in the 193 entries of one release"),
            Figure.Beside(
                "publish.c256", "releases/s", measured["c256"], measured["append"],
                $"{Callers} concurrent release commands in process, one recipient, cleared before; {split.Sentence}; "
                + $"{cost}; limit: append.c256 in the same rounds"),
        ];
    }

    private static async Task<double> MillisecondsAsync(TimeSpan time, Func<Task> once)
    {
        var times = new Samples();
        var start = Stopwatch.GetTimestamp();
        do
        {
            times.Add(await Stopped.SecondsAsync(once).ConfigureAwait(false) * 1e3);
        }
        while (Stopwatch.GetElapsedTime(start) < time / 2);

        return times.Median;
    }

    /// <summary>The officers who clear and release.</summary>
    internal sealed class Publisher(BenchNode node)
    {
        private readonly RecordMaker maker = new(node.Services);
        private readonly OfficerCall call = node.CallOf("authority");

        /// <summary>Median of clearing and releasing to so many, as often as half the turn allows.</summary>
        public async Task<double> MillisecondsAsync(TimeSpan time, int recipients)
        {
            const int AtOnce = 10;
            var ready = new Queue<RecordCommandReply>();
            var times = new Samples();
            for (var spent = 0.0; spent < time.TotalMilliseconds / 2;)
            {
                if (ready.Count == 0)
                {
                    ready = new(await maker.SubmitAsync(AtOnce).ConfigureAwait(false));
                }

                var submitted = ready.Dequeue();
                var took = await Stopped.SecondsAsync(() => PublishAsync(submitted, recipients))
                    .ConfigureAwait(false) * 1e3;
                times.Add(took);
                spent += took;
            }

            return times.Median;
        }

        /// <summary>Releases of one second by 256 callers until <paramref name="count"/> are done.</summary>
        public async Task<double> RateAsync(CpuSplit split, int count)
        {
            var ready = new ConcurrentQueue<RecordCommandReply>(await maker.ClearAsync(count).ConfigureAwait(false));
            await SettledAsync().ConfigureAwait(false);
            return await split.CountAsync(count, () => Task.WhenAll(Enumerable.Range(0, Callers).Select(
                _ => Task.Run(async () =>
                {
                    while (ready.TryDequeue(out var cleared))
                    {
                        await ReleaseAsync(cleared, 1).ConfigureAwait(false);
                    }
                })))).ConfigureAwait(false);
        }

        /// <summary>How many different statements a release to so many recipients put into their streams.</summary>
        public async Task<int> SignaturesAsync(int recipients)
        {
            var submitted = (await maker.SubmitAsync(1).ConfigureAwait(false))[0];
            await PublishAsync(submitted, recipients).ConfigureAwait(false);
            return int.Parse(
                await node.Home.ScalarAsync(
                    $"select count(distinct statement) from ({NewestEntries(recipients)}) newest")
                    .ConfigureAwait(false),
                CultureInfo.InvariantCulture);
        }

        /// <summary>The last entry of the stream to each of the first recipients.</summary>
        public static string NewestEntries(int recipients) => $"""
            select distinct on (e.stream) e.* from cbm.cbm_peer_entries e
              join cbm.cbm_peer_streams s on s.number = e.stream
             where s.recipient between '{BenchInstance.IdOf(1)}' and '{BenchInstance.IdOf(recipients)}'
             order by e.stream, e.index desc
            """;

        /// <summary>Clears and releases.</summary>
        public async Task<string> PublishAsync(RecordCommandReply submitted, int recipients)
        {
            var cleared = await node.Get<RecordDesk>().ClearAsync(call, Flow.Command(submitted), CancellationToken.None)
                .ConfigureAwait(false);
            await ReleaseAsync(cleared, recipients).ConfigureAwait(false);
            return submitted.RecordId;
        }

        /// <summary>A submitted record.</summary>
        public async Task<RecordCommandReply> SubmittedAsync() =>
            (await maker.SubmitAsync(1).ConfigureAwait(false))[0];

        private async Task ReleaseAsync(RecordCommandReply cleared, int recipients)
        {
            var grant = Drafts.To("X1");
            grant.Include.AddRange(Enumerable.Range(2, recipients - 1)
                .Select(number => new AudienceMember { Participant = $"X{number}" }));
            var released = await node.Get<ReleaseDesk>()
                .ReleaseAsync(call, Flow.Release(cleared, grant), CancellationToken.None).ConfigureAwait(false);
            if (released.Recipients.Count != recipients)
            {
                throw new InvalidOperationException($"Released to {released.Recipients.Count}, not {recipients}.");
            }
        }

        // What was written to make the records ready is folded first: it is not part of what is measured.
        private async Task SettledAsync() => await node.Get<ReadModels>().WaitForAsync(
            await node.Get<IEventStore>().HeadAsync().ConfigureAwait(false), CancellationToken.None)
            .ConfigureAwait(false);
    }
}
