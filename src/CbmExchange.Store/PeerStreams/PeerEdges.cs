using System.Collections.Concurrent;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Log;
using Npgsql;
using static CbmExchange.Store.Log.Sql;

namespace CbmExchange.Store.PeerStreams;

/// <summary>
/// Right edges of trees, folded from stored leaf hashes outside of any append. An edge at every multiple of
/// <see cref="StoreLimits.EdgeInterval"/> is kept in cbm_peer_edges, the newest one of each stream in memory.
/// </summary>
internal sealed class PeerEdges(NpgsqlDataSource source)
{
    private readonly ConcurrentDictionary<int, CompactRange> newest = new();

    /// <summary>The caller has made sure that the stream has so many entries.</summary>
    public async Task<CompactRange> AtAsync(int number, long size, CancellationToken cancellationToken)
    {
        var range = newest.TryGetValue(number, out var held) && held.Size <= size
            ? held
            : await NearestAsync(number, size, cancellationToken).ConfigureAwait(false);
        while (range.Size < size)
        {
            var until = Math.Min(size, ((range.Size / StoreLimits.EdgeInterval) + 1) * StoreLimits.EdgeInterval);
            range = range.Append(await LeavesAsync(number, range.Size, until, cancellationToken).ConfigureAwait(false));
            if (range.Size != until)
            {
                throw new InvalidDataException("A peer stream lacks entries below its size: the database is damaged.");
            }

            if (until % StoreLimits.EdgeInterval == 0)
            {
                await KeepAsync(number, range, cancellationToken).ConfigureAwait(false);
            }
        }

        return newest.AddOrUpdate(number, range, (_, other) => other.Size > range.Size ? other : range) is { } latest
            && latest.Size == size ? latest : range;
    }

    private async Task<CompactRange> NearestAsync(int number, long size, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select size, peaks from cbm_peer_edges where stream = $1 and size <= $2 order by size desc limit 1");
        command.Bind(P(number), P(size));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? CompactRange.Restore(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : CompactRange.Empty;
    }

    private async Task<List<ReadOnlyMemory<byte>>> LeavesAsync(
        int number, long from, long until, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select leaf from cbm_peer_entries where stream = $1 and index >= $2 and index < $3 order by index");
        command.Bind(P(number), P(from), P(until));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var leaves = new List<ReadOnlyMemory<byte>>((int)(until - from));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            leaves.Add(reader.GetFieldValue<byte[]>(0));
        }

        return leaves;
    }

    private async Task KeepAsync(int number, CompactRange range, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "insert into cbm_peer_edges (stream, size, peaks) values ($1, $2, $3) on conflict do nothing");
        command.Bind(P(number), P(range.Size), P(range.ToBytes()));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
