using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CbmExchange.Domain;
using CbmExchange.Store.Log;
using CbmExchange.Store.Projections;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store;

/// <summary>
/// Keeps projections up with the log. One runner folds; a second one on the same database loses every compare-and-set
/// and does no harm. One stopped projection never stops the others.
/// </summary>
public sealed partial class ProjectionRunner
{
    private readonly PostgresEventStore store;
    private readonly ProjectionTables tables;
    private readonly ProjectionFolder folder;
    private readonly ImmutableArray<ProjectionShard> shards;
    private readonly LogSignal progress;
    private readonly ILogger logger;
    private long completeAt;
    private bool isWaiting;

    /// <summary>Nothing runs yet: call <see cref="EnsureAsync"/>, then <see cref="RunAsync"/>.</summary>
    public ProjectionRunner(PostgresEventStore store, IEnumerable<Projection> projections,
        ILogger<ProjectionRunner> logger)
    {
        this.store = store;
        this.logger = logger;
        tables = new ProjectionTables(store.Connections.Projections, store.Clock);
        folder = new ProjectionFolder(store.Connections.Projections, store.Codec, tables, store.Clock);
        completeAt = store.Clock.GetUtcNow().UtcTicks;
        progress = new LogSignal(null, "", store.Clock, logger);
        shards = [.. projections.Select(Live)];
        if (shards.Select(shard => shard.Projection.Name).Distinct().Count() != shards.Length)
        {
            throw new ArgumentException("Two projections have one name.", nameof(projections));
        }
    }

    /// <summary>Where each projection is. Stopped ones MUST be shown to an operator.</summary>
    public ImmutableArray<ProjectionStatus> Status => [.. shards.Select(shard => shard.Status)];

    /// <summary>
    /// When the database last answered that there is nothing more to fold: the as-of time of what was folded.
    /// </summary>
    public DateTimeOffset CompleteAt => new(Interlocked.Read(ref completeAt), TimeSpan.Zero);

    /// <summary>Makes missing tables and reads progress.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken = default)
    {
        foreach (var shard in shards)
        {
            await tables.EnsureAsync(shard, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Follows the log until cancelled; waits while the database is away.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = store.Signal.Next;
            if (!await StepSafelyAsync(cancellationToken).ConfigureAwait(false))
            {
                await store.Signal.WaitAsync(next, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Folds until every projection that is not stopped is at the end of the log as it is then.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken = default)
    {
        while (await StepAsync(ReadAsync, cancellationToken).ConfigureAwait(false))
        {
            // Each step folds one page.
        }
    }

    /// <summary>
    /// Completes when all projections that are not stopped have folded <paramref name="position"/>: reading one's own
    /// write. Give it a token with a deadline.
    /// </summary>
    public async Task WaitForAsync(LogPosition position, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = progress.Next;
            if (shards.All(shard => shard.IsStopped || shard.Position >= position.Value))
            {
                return;
            }

            await progress.WaitAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Folds a projection from zero beside the live one, which goes on answering, and puts it in its place in one
    /// transaction. Also the way to try again after the reason of a dead letter was repaired.
    /// </summary>
    public async Task RebuildAsync(string name, CancellationToken cancellationToken = default)
    {
        var live = Find(name);
        var rebuilt = new ProjectionShard(live.Projection, live.Schema + "_new", live.ProgressName + ":Rebuild");
        await tables.DropAsync(rebuilt, cancellationToken).ConfigureAwait(false);
        await tables.EnsureAsync(rebuilt, cancellationToken).ConfigureAwait(false);
        do
        {
            while (await FoldPageAsync(
                [rebuilt], rebuilt.Position, long.MaxValue, await ReadAsync(rebuilt.Position, cancellationToken)
                    .ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false) && !rebuilt.IsStopped)
            {
                // Each folds one page.
            }

            if (rebuilt.IsStopped)
            {
                throw new InvalidOperationException(
                    $"The rebuild of {name} met an event that cannot be folded: {rebuilt.Status.Reason}");
            }
        }
        while (!await tables.SwapAsync(live, rebuilt, cancellationToken).ConfigureAwait(false));
        await tables.ReloadAsync(live, cancellationToken).ConfigureAwait(false);
        progress.Pulse();
        LogRebuilt(logger, name, live.Position);
    }

    /// <summary>
    /// An operator's decision to leave out the event that a projection stopped before; kept for rebuilds.
    /// </summary>
    public async Task SkipAsync(string name, LogPosition position, CancellationToken cancellationToken = default)
    {
        var shard = Find(name);
        if (shard.Status.PoisonedAt != position)
        {
            throw new ArgumentException($"The projection {name} did not stop before this event.", nameof(position));
        }

        await tables.SkipAsync(shard, position.Value, cancellationToken).ConfigureAwait(false);
        store.Signal.Pulse();
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,19}$")]
    private static partial Regex ProjectionName();

    private ProjectionShard Live(Projection projection) => ProjectionName().IsMatch(projection.Name)
        ? new ProjectionShard(projection, projection.SchemaIn(store.Connections.Schema), projection.ProgressName)
        : throw new ArgumentException($"{projection.Name} is no name of a projection.", nameof(projection));

    private ProjectionShard Find(string name) => shards.FirstOrDefault(shard => shard.Projection.Name == name)
        ?? throw new ArgumentException($"There is no projection {name}.", nameof(name));

    private async Task<bool> StepSafelyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var more = await StepAsync(ReadTailAsync, cancellationToken).ConfigureAwait(false);
            GoOn();
            return more;
        }
        catch (Exception error) when (
            error is PostgresException or StoreUnavailableException || DatabaseErrors.IsConnectionLost(error))
        {
            if (!isWaiting)
            {
                LogWaits(logger, error);
            }

            isWaiting = true;
            foreach (var shard in shards)
            {
                shard.Wait(DatabaseErrors.Sentence(error));
            }

            await Task.Delay(StoreLimits.ProjectionRetryPause, store.Clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private void GoOn()
    {
        if (isWaiting)
        {
            isWaiting = false;
            LogGoesOn(logger);
            foreach (var shard in shards)
            {
                shard.GoOn();
            }
        }
    }

    /// <summary>Folds one page into those that are furthest behind; false when all are at the end.</summary>
    private async Task<bool> StepAsync(
        Func<long, CancellationToken, Task<FoldPage>> read, CancellationToken cancellationToken)
    {
        var running = shards.Where(shard => !shard.IsStopped).Select(shard => (Shard: shard, At: shard.Position))
            .ToList();
        if (running.Count == 0)
        {
            return false;
        }

        var lowest = running.Min(one => one.At);
        var group = running.FindAll(one => one.At == lowest).ConvertAll(one => one.Shard);
        var join = running.Where(one => one.At > lowest).Select(one => one.At).DefaultIfEmpty(long.MaxValue).Min();
        return await FoldPageAsync(
            group, lowest, join, await read(lowest, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
    }

    // One that cannot be decoded is named event by event, in the fold.
    private async Task<FoldPage> ReadTailAsync(long from, CancellationToken cancellationToken)
    {
        try
        {
            var page = await store.Tail.ReadAsync(from, cancellationToken).ConfigureAwait(false);
            return new FoldPage(page.Raw, page.Events, page.IsLast, page.AskedAt);
        }
        catch (Exception error) when (error is EventBodyException or UnknownEventTypeException)
        {
            return await ReadAsync(from, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<FoldPage> ReadAsync(long from, CancellationToken cancellationToken)
    {
        var asked = store.Clock.GetUtcNow();
        var page = await store.Reader.ReadAllAsync(from, StoreLimits.ReadPageCountMax, cancellationToken)
            .ConfigureAwait(false);
        return new FoldPage(page.Events, null, page.IsLast, asked);
    }

    /// <summary>Folds what of a page lies up to a position; false when there is nothing behind it.</summary>
    private async Task<bool> FoldPageAsync(
        List<ProjectionShard> group, long from, long until, FoldPage page, CancellationToken cancellationToken)
    {
        var count = page.CountUntil(until);
        var isEnd = page.IsLast && count == page.Raw.Count;
        if (count > 0 && !await FoldAsync(
            group, from, [.. page.Raw.Take(count)], page.Events?.Take(count).ToList(), cancellationToken)
            .ConfigureAwait(false))
        {
            return true;
        }

        if (isEnd)
        {
            Interlocked.Exchange(ref completeAt, page.AskedAt.UtcTicks);
        }

        return !isEnd && count > 0;
    }

    /// <summary>False when another runner or a swap had moved the progress: it is read again.</summary>
    private async Task<bool> FoldAsync(
        List<ProjectionShard> group, long from, IReadOnlyList<RawEvent> page, IReadOnlyList<StoredEvent>? decoded,
        CancellationToken cancellationToken)
    {
        var isFolded = true;
        try
        {
            await folder.FoldAsync(group, from, page, decoded, cancellationToken).ConfigureAwait(false);
        }
        catch (ProgressMovedException)
        {
            isFolded = false;
            foreach (var shard in group)
            {
                await tables.ReloadAsync(shard, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var shard in group.Where(shard => shard.IsStopped))
        {
            LogStopped(logger, shard.ProgressName, shard.Status.PoisonedAt?.Value ?? 0);
        }

        progress.Pulse();
        return isFolded;
    }
}
