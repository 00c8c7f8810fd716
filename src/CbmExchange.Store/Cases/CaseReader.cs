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

    private const string Wanted = """
          r.record_type = any ($1) and ($2::text is null or r.context = $2)
          and ($3::text is null or r.header->>'exerciseId' = $3)
          and coalesce(r.header->>'exerciseId', '') <> all ($4)
        """;

    /// <summary>
    /// Group by group, in each highest precedence first, then oldest first; messages of the given types only, so that a
    /// page is full as long as there are more.
    /// </summary>
    public Task<ImmutableArray<InboxRow>> InboxAsync(
        InboxQuestion question, int countMax, CancellationToken cancellationToken) =>
        source.ListAsync(
            $"""
            {Columns} where {Wanted} and (not $5 or i.acknowledged_at is null)
               and ($6::int is null or i.context_rank > $6 or (i.context_rank = $6
                 and (i.precedence_rank < $7 or (i.precedence_rank = $7 and (i.seq_id, i.ordinal) > ($8, $9)))))
             order by i.context_rank, i.precedence_rank desc, i.seq_id, i.ordinal limit $10
            """,
            ReadInbox,
            cancellationToken,
            question.RecordTypes,
            question.Context,
            question.ExerciseId,
            question.ExceptExercises,
            question.OnlyUnacknowledged,
            question.After?.Group,
            question.After?.PrecedenceRank ?? 0,
            question.After?.Place.Position.Value ?? 0,
            question.After?.Place.Ordinal ?? -1,
            Math.Min(countMax, RecordReader.ReadCountMax)
        );

    /// <summary>
    /// Messages stored after a place, oldest first, whether confirmed or not; a page that is not full is the last one.
    /// </summary>
    public Task<ImmutableArray<InboxRow>> ArrivedAfterAsync(
        ReadingPlace place, InboxQuestion question, CancellationToken cancellationToken) =>
        source.ListAsync(
            $"""
            {Columns} where {Wanted} and (i.seq_id, i.ordinal) > ($5, $6) order by i.seq_id, i.ordinal limit $7
            """,
            ReadInbox,
            cancellationToken,
            question.RecordTypes,
            question.Context,
            question.ExerciseId,
            question.ExceptExercises,
            place.Position.Value,
            place.Ordinal,
            RecordReader.PageCountMax
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
