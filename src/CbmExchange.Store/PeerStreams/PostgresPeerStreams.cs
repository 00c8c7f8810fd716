using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Log;
using Npgsql;
using static CbmExchange.Store.Log.Sql;

namespace CbmExchange.Store.PeerStreams;

/// <summary>Peer streams in PostgreSQL; their entries are written by <c>cbm_append</c> only.</summary>
internal sealed class PostgresPeerStreams(NpgsqlDataSource source, PeerStreamNumbers numbers) : IPeerStreamStore
{
    /// <summary>Entries asked for before anything is known of their size: a handful costs little if they are large.
    /// </summary>
    private const int FirstPortionCount = 16;

    private readonly PeerEdges edges = new(source);

    public async Task<ImmutableArray<StoredPeerEntry>> ReadAsync(
        PeerStreamId stream, PeerSequence first, PeerPageLimit limit, CancellationToken cancellationToken = default)
    {
        if (await numbers.FindAsync(stream, cancellationToken).ConfigureAwait(false) is not { } number)
        {
            return [];
        }

        var page = ImmutableArray.CreateBuilder<StoredPeerEntry>();
        var count = Math.Clamp(limit.CountMax, 1, StoreLimits.AppendEntryCountMax);
        var bytes = 0L;
        var isFull = false;
        while (!isFull)
        {
            var portion = Math.Min(count - page.Count, PortionCount(page.Count, bytes, limit.BytesMax));
            var rows = await RowsAsync(number, first.Value + page.Count, portion, cancellationToken)
                .ConfigureAwait(false);
            foreach (var entry in rows)
            {
                bytes += BytesOf(entry);
                isFull |= page.Count > 0 && bytes > limit.BytesMax;
                if (!isFull)
                {
                    page.Add(entry);
                }
            }

            isFull |= rows.Count < portion || page.Count >= count;
        }

        return page.ToImmutable();
    }

    public async Task<PeerStreamHead?> HeadAsync(PeerStreamId stream, CancellationToken cancellationToken = default)
    {
        if (await numbers.FindAsync(stream, cancellationToken).ConfigureAwait(false) is not { } number
            || await RowAsync(number, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var range = row.Peaks is null
            ? await edges.AtAsync(number, row.Size, cancellationToken).ConfigureAwait(false)
            : CompactRange.Restore(row.Size, row.Peaks);
        return new PeerStreamHead
        {
            Stream = stream,
            Range = range,
            IsClosed = row.IsClosed,
            Checkpoint = row.Checkpoint ?? [],
            SignedAt = row.SignedAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null,
        };
    }

    public async Task<CompactRange> EdgeAsync(
        PeerStreamId stream, PeerSequence size, CancellationToken cancellationToken = default)
    {
        var number = await numbers.FindAsync(stream, cancellationToken).ConfigureAwait(false);
        var held = number is null ? null : await RowAsync(number.Value, cancellationToken).ConfigureAwait(false);
        if (size.Value < 0 || size.Value > (held?.Size ?? 0))
        {
            throw new ArgumentOutOfRangeException(nameof(size), "The stream is not that long.");
        }

        return number is null ? CompactRange.Empty
            : await edges.AtAsync(number.Value, size.Value, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ImmutableArray<PeerStreamInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "select originator, recipient, generation, size, closed, opened_at, changed_at from cbm_peer_streams "
            + "order by originator collate \"C\", recipient collate \"C\", generation");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var list = ImmutableArray.CreateBuilder<PeerStreamInfo>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            list.Add(new PeerStreamInfo
            {
                Stream = new(new ParticipantId(reader.GetString(0)), new ParticipantId(reader.GetString(1)),
                    reader.GetInt32(2)),
                Size = new PeerSequence(reader.GetInt64(3)),
                IsClosed = reader.GetBoolean(4),
                OpenedAt = new DateTimeOffset(reader.GetDateTime(5), TimeSpan.Zero),
                ChangedAt = new DateTimeOffset(reader.GetDateTime(6), TimeSpan.Zero),
            });
        }

        return list.ToImmutable();
    }

    public Task OpenAsync(PeerStreamId stream, CancellationToken cancellationToken = default) =>
        numbers.OpenAsync(stream, cancellationToken);

    public async Task<int> DestroyDisclosuresAsync(
        PeerStreamId stream,
        IReadOnlyCollection<PeerSequence> entries,
        IReadOnlyCollection<string> digests,
        CancellationToken cancellationToken = default)
    {
        DisclosureRules.Check(entries, digests);
        if (await numbers.FindAsync(stream, cancellationToken).ConfigureAwait(false) is not { } number)
        {
            return 0;
        }

        return await DisclosureEraser.EraseAsync(source, number, entries, digests, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<ImmutableArray<StoredEvidence>> ReadEvidenceAsync(
        ParticipantId peer, int countMax, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "select id, fault, sentence, sha256, length, bytes, stored_at from cbm_quarantine "
            + "where peer = $1 order by stored_at desc, id limit $2");
        command.Bind(P(peer.Value), P(countMax));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var list = ImmutableArray.CreateBuilder<StoredEvidence>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            list.Add(new StoredEvidence
            {
                Id = reader.GetGuid(0),
                Peer = peer,
                Fault = reader.GetString(1),
                Sentence = reader.GetString(2),
                Sha256 = reader.GetFieldValue<byte[]>(3),
                Length = reader.GetInt64(4),
                Bytes = reader.GetFieldValue<byte[]>(5),
                StoredAt = new DateTimeOffset(reader.GetDateTime(6), TimeSpan.Zero),
            });
        }

        return list.ToImmutable();
    }

    public static long BytesOf(StoredPeerEntry entry) =>
        entry.Entry.Length + entry.Statement.Length + entry.Disclosures.Sum(text => (long)text.Length);

    // PostgreSQL sends all that it is asked for, however early the reading of it ends: so it is asked for as much as
    // will fit, judged by what is known of this page, and for one more, which shows that the page is full.
    private static int PortionCount(int countSoFar, long bytesSoFar, long bytesMax)
    {
        if (countSoFar == 0)
        {
            return FirstPortionCount;
        }

        var fitting = (bytesMax - bytesSoFar) / Math.Max(1, bytesSoFar / countSoFar);
        return (int)Math.Clamp(fitting + 1, 1, StoreLimits.AppendEntryCountMax);
    }

    // Bounded at both ends: with an open end and no statistics yet, PostgreSQL sorts all the rest of the stream first.
    private async Task<List<StoredPeerEntry>> RowsAsync(
        int number, long first, int count, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select index, entry, statement, disclosures, leaf from cbm_peer_entries "
            + "where stream = $1 and index >= $2 and index < $3 order by index");
        command.Bind(P(number), P(first), P(first + count));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<StoredPeerEntry>(count);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    private static StoredPeerEntry Row(NpgsqlDataReader reader) => new()
    {
        Index = new PeerSequence(reader.GetInt64(0)),
        Entry = reader.GetFieldValue<byte[]>(1),
        Statement = reader.GetFieldValue<byte[]>(2),
        Disclosures = DisclosureRules.Split(reader.GetFieldValue<byte[]>(3)),
        LeafHash = reader.GetFieldValue<byte[]>(4),
    };

    private async Task<StreamRow?> RowAsync(int number, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select size, closed, checkpoint, peaks, signed_at from cbm_peer_streams where number = $1");
        command.Parameters.Add(P(number));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new StreamRow(
                reader.GetInt64(0),
                reader.GetBoolean(1),
                reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2),
                reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3),
                reader.IsDBNull(4) ? null : reader.GetDateTime(4))
            : null;
    }

    private sealed record StreamRow(long Size, bool IsClosed, byte[]? Checkpoint, byte[]? Peaks, DateTime? SignedAt);
}
