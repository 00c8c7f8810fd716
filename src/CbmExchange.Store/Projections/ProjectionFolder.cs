using CbmExchange.Store.Log;
using Npgsql;

namespace CbmExchange.Store.Projections;

/// <summary>
/// Folds pages. Projections that stand at the same position share one transaction and one pipeline; each one's progress
/// is moved by compare-and-set before its own writes, so a second runner or a swap is met before a table is touched.
/// When a shared page fails, each projection is folded by itself, and then event by event, to name the poison.
/// </summary>
internal sealed class ProjectionFolder(NpgsqlDataSource source, EventCodec codec, ProjectionTables tables,
    TimeProvider clock)
{
    /// <summary>
    /// Folds what follows <paramref name="from"/>, the position that the page was read after. It is what progress is
    /// compared with, never the shard's own word, which a swap may have changed since.
    /// </summary>
    public async Task FoldAsync(
        IReadOnlyList<ProjectionShard> shards, long from, IReadOnlyList<RawEvent> page,
        IReadOnlyList<StoredEvent>? decoded, CancellationToken cancellationToken)
    {
        try
        {
            var events = decoded ?? await codec.DecodeAsync(page, cancellationToken).ConfigureAwait(false);
            await FoldOnceAsync(shards, from, events, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsPoison(error))
        {
            foreach (var shard in shards)
            {
                await IsolateAsync(shard, from, page, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Neither the database's trouble nor ours: something in the events.</summary>
    private static bool IsPoison(Exception error) =>
        error is not (OperationCanceledException or ProgressMovedException or StoreUnavailableException)
        && !DatabaseErrors.IsConnectionLost(error)
        && !(error is PostgresException refused && DatabaseErrors.IsServerTrouble(refused));

    private async Task FoldOnceAsync(
        IReadOnlyList<ProjectionShard> shards, long from, IReadOnlyList<StoredEvent> events,
        CancellationToken cancellationToken)
    {
        var end = events[^1].Position.Value;
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var writer = new ProjectionWriter(connection);
        writer.Add("select set_config('cbm.base_path', current_setting('search_path'), true)");
        foreach (var shard in shards)
        {
            writer.Add("select set_config('search_path', current_setting('cbm.base_path'), true)");
            writer.AddCompareAndSet(
                "update mt_event_progression set last_seq_id = $3, last_updated = $4 where name = $1 and last_seq_id = "
                + "$2",
                shard.ProgressName, from, end, clock.GetUtcNow().UtcDateTime);
            writer.Add("select set_config('search_path', $1, true)", $"\"{shard.Schema}\"");
            await shard.Projection.FoldAsync(events, writer, cancellationToken).ConfigureAwait(false);
        }

        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var shard in shards)
        {
            shard.MoveTo(end);
        }
    }

    private async Task FoldRawAsync(
        ProjectionShard shard, long from, IReadOnlyList<RawEvent> page, CancellationToken cancellationToken) =>
        await FoldOnceAsync(
            [shard], from, await codec.DecodeAsync(page, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    private async Task IsolateAsync(
        ProjectionShard shard, long from, IReadOnlyList<RawEvent> page, CancellationToken cancellationToken)
    {
        try
        {
            await FoldRawAsync(shard, from, page, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (Exception error) when (IsPoison(error))
        {
            // Found below, one event at a time.
        }

        var last = from;
        foreach (var raw in page)
        {
            try
            {
                await FoldRawAsync(shard, last, [raw], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (IsPoison(error))
            {
                if (!await StopAsync(shard, raw.Position, error, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }

            last = raw.Position;
        }
    }

    /// <summary>True when it goes on: the event was skipped by an earlier decision.</summary>
    private async Task<bool> StopAsync(
        ProjectionShard shard, long position, Exception error, CancellationToken cancellationToken)
    {
        var reason = $"{error.GetType().Name}: {error.Message}";
        if (await tables.AddDeadLetterAsync(shard, position, reason, cancellationToken).ConfigureAwait(false))
        {
            await tables.SkipAsync(shard, position, cancellationToken).ConfigureAwait(false);
            return true;
        }

        shard.Stop(position, reason);
        return false;
    }
}
