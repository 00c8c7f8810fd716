using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Npgsql;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Cases;

/// <summary>Reads the inbox. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.</summary>
public sealed class CaseReader
{
    private static readonly string AnswerTypes =
        string.Join(", ", RecordCatalogue.Codes(row => row.IsAnswer).Select(code => $"'{code}'"));

    // What this node answered last stands beside the message, so that nobody answers it a second time by mistake.
    private static readonly string Columns = $$"""
        select r.header::text as header, r.is_own, r.content::text as content, r.claim_paths, r.content_hash,
          r.marking::text as marking, r.state, r.reference_number, r.signature, r.released_at, r.stored_at,
          r.withdrawal->>'reasonClass' as reason, r.withdrawal->>'request' as request, r.withdrawn_at,
          r.narrowed_at, r.seq_id,
            r.ordinal,
          i.stored_at as inbox_stored_at, i.acknowledged_at, i.duty_desk, i.precedence_rank, i.seq_id as inbox_seq_id,
          i.ordinal as inbox_ordinal, answer.answer_id, answer.answer_type, answer.answer_content, answer.answered_at
          from {schema}.cbm_reading_inbox i join {schema}.cbm_reading_records r using (record_id, originator)
          left join lateral (
            select a.record_id as answer_id, a.record_type as answer_type, a.content::text as answer_content,
              a.released_at as answered_at
              from {schema}.cbm_reading_records a
             where left(coalesce(a.content->>'requestId', a.content->'ofRecord'->>'recordId'), 64) = i.record_id
               and a.is_own and a.state <> 'withdrawn' and a.record_type in ({{AnswerTypes}})
             order by a.seq_id desc limit 1) answer on true
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
        )
        {
            Answer = ReadAnswer(row),
        };

    private static AnswerRow? ReadAnswer(NpgsqlDataReader row) =>
        TextOrNull(row, "answer_id") is { } id
        && AnswerStanding.Of(Text(row, "answer_type"), RecordContent.Parse(Text(row, "answer_content"))) is { } standing
            ? new AnswerRow(standing, Time(row, "answered_at"), new RecordId(id), null)
            : null;
}
