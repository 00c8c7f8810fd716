using CbmExchange.Domain;
using CbmExchange.Store.Log;
using Npgsql;
using static CbmExchange.Store.Log.Sql;

namespace CbmExchange.Store.PeerStreams;

/// <summary>Rewrites the disclosures of stored entries, page by page, and vacuums the old ones away.</summary>
internal static class DisclosureEraser
{
    private const int PageCountMax = 500;

    public static async Task<int> EraseAsync(
        NpgsqlDataSource source,
        int number,
        IReadOnlyCollection<PeerSequence> entries,
        IReadOnlyCollection<string> digests,
        CancellationToken cancellationToken)
    {
        var wanted = entries.Select(entry => entry.Value).ToArray();
        var digestSet = digests.ToHashSet(StringComparer.Ordinal);
        var destroyed = 0;
        var after = -1L;
        while (true)
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken)
                .ConfigureAwait(false);
            var page = await PageAsync(connection, number, after, wanted, cancellationToken).ConfigureAwait(false);
            foreach (var (index, stored) in page)
            {
                destroyed += await EraseOneAsync(connection, number, index, stored, digestSet, cancellationToken)
                    .ConfigureAwait(false);
                after = index;
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            if (page.Count < PageCountMax)
            {
                break;
            }
        }

        if (destroyed > 0)
        {
            await using var vacuum = source.CreateCommand("vacuum cbm_peer_entries");
            vacuum.CommandTimeout = 0;
            await vacuum.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return destroyed;
    }

    private static async Task<List<(long Index, byte[] Stored)>> PageAsync(
        NpgsqlConnection connection, int number, long after, long[] wanted, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select index, disclosures from cbm_peer_entries where stream = $1 and index > $2 "
            + "and (cardinality($3) = 0 or index = any ($3)) and disclosures <> '' order by index limit $4 for update",
            connection);
        command.Bind(P(number), P(after), P(wanted), P(PageCountMax));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<(long, byte[])>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            page.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        return page;
    }

    private static async Task<int> EraseOneAsync(
        NpgsqlConnection connection,
        int number,
        long index,
        byte[] stored,
        HashSet<string> digests,
        CancellationToken cancellationToken)
    {
        var before = DisclosureRules.Split(stored);
        var remaining = DisclosureRules.Remaining(before, digests);
        if (remaining.Length == before.Length)
        {
            return 0;
        }

        await using var command = new NpgsqlCommand(
            "update cbm_peer_entries set disclosures = $3 where stream = $1 and index = $2", connection);
        command.Bind(P(number), P(index), P(AppendCommand.JoinDisclosures(remaining)));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return before.Length - remaining.Length;
    }
}
