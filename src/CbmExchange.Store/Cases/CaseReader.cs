using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Npgsql;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Cases;

/// <summary>Reads the inbox. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.</summary>
public sealed class CaseReader
{
    private const string Columns = """
        select r.header::text as header, r.is_own, r.content::text as content, r.claim_paths, r.content_hash,
          r.marking::text as marking, r.state, r.reference_number, r.signature, r.released_at, r.stored_at,
          r.withdrawal->>'reasonClass' as reason, r.withdrawal->>'request' as request, r.withdrawn_at,
          r.narrowed_at, r.seq_id,
            r.ordinal,
          i.stored_at as inbox_stored_at, i.acknowledged_at, i.duty_desk, i.precedence_rank, i.seq_id as inbox_seq_id,
          i.ordinal as inbox_ordinal
          from {schema}.cbm_reading_inbox i join {schema}.cbm_reading_records r using (record_id, originator)
        """;

    private readonly ReadingsSource source;

    internal CaseReader(ReadingsSource source) => this.source = source;

    /// <summary>
    /// Highest precedence first, then oldest first, after a rank and place (null: from the start); messages of the
    /// given types only, so that a page is full as long as there are more.
    /// </summary>
    public Task<ImmutableArray<InboxRow>> InboxAsync(
        bool onlyUnacknowledged,
        string[] recordTypes,
        (int Rank, ReadingPlace Place)? after,
        int countMax,
        CancellationToken cancellationToken
    ) =>
        source.ListAsync(
            Columns
                + """
                 where (not $1 or i.acknowledged_at is null) and r.record_type = any($6)
                   and ($2::int is null or i.precedence_rank < $2
                     or (i.precedence_rank = $2 and (i.seq_id, i.ordinal) > ($3, $4)))
                 order by i.precedence_rank desc, i.seq_id, i.ordinal limit $5
                """,
            ReadInbox,
            cancellationToken,
            onlyUnacknowledged,
            after?.Rank,
            after?.Place.Position.Value ?? 0,
            after?.Place.Ordinal ?? -1,
            Math.Min(countMax, RecordReader.ReadCountMax),
            recordTypes
        );

    /// <summary>
    /// Messages of the given types stored after a place, oldest first; a page that is not full is the last one.
    /// </summary>
    public Task<ImmutableArray<InboxRow>> ArrivedAfterAsync(
        ReadingPlace place, string[] recordTypes, CancellationToken cancellationToken) =>
        source.ListAsync(
            Columns + """
                 where (i.seq_id, i.ordinal) > ($1, $2) and r.record_type = any($4)
                 order by i.seq_id, i.ordinal limit $3
                """,
            ReadInbox,
            cancellationToken,
            place.Position.Value,
            place.Ordinal,
            RecordReader.PageCountMax,
            recordTypes
        );

    private static InboxRow ReadInbox(NpgsqlDataReader row) =>
        new(
            RecordReader.ReadRecord(row),
            Time(row, "inbox_stored_at"),
            TimeOrNull(row, "acknowledged_at"),
            TextOrNull(row, "duty_desk"),
            row.GetInt32(row.GetOrdinal("precedence_rank")),
            new ReadingPlace(new LogPosition(Long(row, "inbox_seq_id")), Long(row, "inbox_ordinal"))
        );
}
