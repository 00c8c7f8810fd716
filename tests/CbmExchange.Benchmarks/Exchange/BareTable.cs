using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Log;
using CbmExchange.Testing;
using Npgsql;
using NpgsqlTypes;

namespace CbmExchange.Benchmarks.Exchange;

/// <summary>
/// The limit of catching up: COPY of the same bytes into a table without index, one transaction, no network, nothing
/// verified.
/// </summary>
internal sealed class BareTable(PostgresFixture postgres, string schema)
{
    /// <summary>Rows a second.</summary>
    public async Task<double> CopyAsync(IReadOnlyList<NewPeerEntry> entries, CpuSplit split)
    {
        await postgres.QueryAsync(
            $"create schema if not exists {schema}; drop table if exists {schema}.bare; create table {schema}.bare "
            + "(stream integer, index bigint, entry bytea, statement bytea, leaf bytea, disclosures bytea)")
            .ConfigureAwait(false);
        var disclosures = entries.Select(entry => AppendCommand.JoinDisclosures(entry.Disclosures)).ToList();
        await using var connection = await postgres.Source.OpenConnectionAsync().ConfigureAwait(false);
        return await split.CountAsync(entries.Count, async () =>
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                $"copy {schema}.bare from stdin (format binary)").ConfigureAwait(false);
            for (var index = 0; index < entries.Count; index++)
            {
                await WriteAsync(copy, index, entries[index], disclosures[index]).ConfigureAwait(false);
            }

            await copy.CompleteAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, long index, NewPeerEntry entry, byte[] disclosures)
    {
        await copy.StartRowAsync().ConfigureAwait(false);
        await copy.WriteAsync(1, NpgsqlDbType.Integer).ConfigureAwait(false);
        await copy.WriteAsync(index, NpgsqlDbType.Bigint).ConfigureAwait(false);
        await copy.WriteAsync(entry.Entry, NpgsqlDbType.Bytea).ConfigureAwait(false);
        await copy.WriteAsync(entry.Statement, NpgsqlDbType.Bytea).ConfigureAwait(false);
        await copy.WriteAsync(entry.LeafHash, NpgsqlDbType.Bytea).ConfigureAwait(false);
        await copy.WriteAsync(disclosures, NpgsqlDbType.Bytea).ConfigureAwait(false);
    }
}
