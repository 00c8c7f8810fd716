using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Npgsql;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Cases;

/// <summary>Reads cases. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.</summary>
public sealed class CaseMessageReader
{
    /// <summary>Versions of messages read of one case at most, the newest.</summary>
    public const int MessagesCountMax = 1_000;

    /// <summary>
    /// Receipts looked for at once at most, the oldest: 250 recipients of 40 messages. More than that is not watched.
    /// </summary>
    public const int AwaitedCountMax = 10_000;

    private readonly ReadingsSource source;

    internal CaseMessageReader(ReadingsSource source) => this.source = source;

    /// <summary>What an id or a reference number may mean.</summary>
    public Task<ImmutableArray<CaseHit>> FindAsync(string idOrReference, CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select m.case_id, m.originator, m.record_id, m.record_type, m.is_own, r.reference_number
              from {schema}.cbm_reading_case_messages m
              left join {schema}.cbm_reading_records r using (record_id, originator)
             where m.case_id = $1 or m.record_id = $1
               or (m.record_id, m.originator) in (
                 select record_id, originator from {schema}.cbm_reading_records where reference_number = $2)
            union all
            select case_id, null, null, '', true, null from {schema}.cbm_reading_case_states where case_id = $1
            limit $3
            """,
            row => new CaseHit(
                new CaseId(Text(row, "case_id")),
                TextOrNull(row, "record_id") is { } record
                    ? new CaseRecord(new ParticipantId(Text(row, "originator")), new RecordId(record))
                    : null,
                Text(row, "record_type"),
                row.GetBoolean(row.GetOrdinal("is_own")),
                TextOrNull(row, "reference_number")),
            cancellationToken,
            idOrReference,
            idOrReference.ToUpperInvariant(),
            MessagesCountMax);

    /// <summary>
    /// Participants of whom a message is held that states this case, or that this case is called as.
    /// </summary>
    public Task<ImmutableArray<ParticipantId>> WritersAsync(string caseId, CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select distinct originator from {schema}.cbm_reading_case_messages
             where not is_own and (record_id = $1 or (case_id = $1 and is_stated))
            """,
            row => new ParticipantId(Text(row, "originator")),
            cancellationToken,
            caseId);

    /// <summary>The newest versions in a case, in the order in which they came here.</summary>
    public async Task<ImmutableArray<CaseMessageRow>> MessagesAsync(
        CaseId id, CancellationToken cancellationToken) =>
        [
            .. (await source.ListAsync(
                """
                select m.case_id, r.header::text as header, m.is_own, m.content_hash,
                  coalesce(case when r.content_hash = m.content_hash then r.content end, e.content)::text as content,
                  coalesce(case when r.content_hash = m.content_hash then r.marking end, e.marking, r.marking)::text
                    as marking,
                  r.content_hash = m.content_hash as is_newest, r.state, r.withdrawn_at, r.reference_number,
                  r.signature, m.of_record, m.released_at, m.stored_at, m.seq_id, m.ordinal
                  from {schema}.cbm_reading_case_messages m
                  join {schema}.cbm_reading_records r using (record_id, originator)
                  left join {schema}.cbm_reading_earlier e on (e.record_id, e.originator, e.content_hash)
                    = (m.record_id, m.originator, m.content_hash)
                 where m.case_id = $1 order by m.seq_id desc, m.ordinal desc limit $2
                """,
                ReadMessage,
                cancellationToken,
                id.Value,
                MessagesCountMax).ConfigureAwait(false)).Reverse(),
        ];

    /// <summary>
    /// Cases of one context, the last moved first, before a position (null: from the newest), with messages of types
    /// that the reader reads or without any.
    /// </summary>
    public Task<ImmutableArray<CaseRow>> ListAsync(CaseListQuestion question, CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select coalesce(m.case_id, s.case_id) as case_id, s.title, coalesce(m.context, s.context) as context,
              s.closed_reason, s.closed_at, coalesce(m.seq_id > s.closed_seq, false) as has_moved,
              coalesce(m.message_count, 0) as message_count, coalesce(m.rank, 0) as rank,
              coalesce(m.originators, '{}') as originators, m.first_record, m.first_originator,
              greatest(m.stored_at, s.changed_at) as changed_at, greatest(m.seq_id, s.seq_id) as seq_id,
              f.header::text as header, f.content::text as content, f.reference_number, f.is_own,
              case when f.is_own then array(select distinct marking->>'tlp' from {schema}.cbm_reading_recipients g
                where g.record_id = f.record_id) else array[coalesce(f.marking->>'tlp', '')] end as labels
              from (select case_id, context, count(distinct (originator, record_id)) as message_count,
                      max(precedence_rank) as rank, array_agg(distinct originator::text) as originators,
                      (array_agg(record_id::text order by seq_id, ordinal))[1] as first_record,
                      (array_agg(originator::text order by seq_id, ordinal))[1] as first_originator,
                      max(stored_at) as stored_at, max(seq_id) as seq_id
                      from {schema}.cbm_reading_case_messages
                     where record_type = any (case when is_own then $1::text[] else $2::text[] end) and context = $3
                       and ($4::text is null or exercise_id = $4)
                     group by case_id, context) m
              full join {schema}.cbm_reading_case_states s using (case_id)
              left join {schema}.cbm_reading_records f
                on (f.record_id, f.originator) = (m.first_record, m.first_originator)
             where coalesce(m.context, s.context) = $3
               and (m.case_id is not null or ($4::text is null or s.exercise_id = $4) and not exists (
                 select 1 from {schema}.cbm_reading_case_messages x
                  where x.case_id = s.case_id or x.record_id = s.case_id))
               and ($5::boolean is null or (s.closed_at is not null) = $5)
               and ($6::bigint is null or greatest(m.seq_id, s.seq_id) < $6)
             order by greatest(m.seq_id, s.seq_id) desc limit $7
            """,
            ReadCase,
            cancellationToken,
            question.OwnTypes,
            question.HeldTypes,
            question.Context,
            question.ExerciseId,
            question.IsClosed,
            question.Before?.Value,
            Math.Min(question.CountMax, RecordReader.ReadCountMax));

    /// <summary>Receipts that are looked for, the oldest release first; those of closed cases are not.</summary>
    public Task<ImmutableArray<AwaitedRow>> AwaitedAsync(CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select m.case_id, o.header::text as header, w.content_hash, o.reference_number,
              coalesce(o.cleared->>'precedence', '') as precedence, w.participant, a.contact_id, w.released_at,
              r.delivered_at
              from {schema}.cbm_reading_awaited w
              join {schema}.cbm_reading_own o using (record_id)
              join {schema}.cbm_reading_recipients r using (record_id, participant)
              join lateral (
                select case_id from {schema}.cbm_reading_case_messages c
                 where c.record_id = w.record_id and c.is_own order by c.seq_id desc limit 1) m on true
              left join lateral (
                select item->>'contactId' as contact_id
                  from jsonb_array_elements(coalesce(o.cleared->'addressees', '[]'::jsonb)) item
                 where item->>'participantId' = w.participant and item ? 'contactId' limit 1) a on true
              left join {schema}.cbm_reading_case_states s on s.case_id = m.case_id
             where not w.is_acknowledged and not w.is_answered and o.state <> 'withdrawn' and r.narrowed_at is null
               and (s.closed_at is null or s.closed_at < w.released_at)
             order by w.released_at, w.record_id, w.participant limit $1
            """,
            row => new AwaitedRow(
                new CaseId(Text(row, "case_id")),
                FromJson<RecordHeader>(Text(row, "header")),
                new ContentHash(Text(row, "content_hash")),
                TextOrNull(row, "reference_number"),
                Text(row, "precedence"),
                new ParticipantId(Text(row, "participant")),
                TextOrNull(row, "contact_id") is { } contact ? new RecordId(contact) : null,
                Time(row, "released_at"),
                TimeOrNull(row, "delivered_at")),
            cancellationToken,
            AwaitedCountMax);

    private static CaseMessageRow ReadMessage(NpgsqlDataReader row) =>
        new()
        {
            Case = new CaseId(Text(row, "case_id")),
            Header = FromJson<RecordHeader>(Text(row, "header")),
            IsOwn = row.GetBoolean(row.GetOrdinal("is_own")),
            ContentHash = new ContentHash(Text(row, "content_hash")),
            Content = TextOrNull(row, "content") is { } content ? RecordContent.Parse(content) : null,
            IsNewest = row.GetBoolean(row.GetOrdinal("is_newest")),
            Marking = TextOrNull(row, "marking") is { } marking ? FromJson<Marking>(marking) : null,
            State = Text(row, "state"),
            WithdrawnAt = TimeOrNull(row, "withdrawn_at"),
            ReferenceNumber = TextOrNull(row, "reference_number"),
            Signature = Text(row, "signature"),
            Answers = TextOrNull(row, "of_record") is { } answered ? new RecordId(answered) : null,
            ReleasedAt = Time(row, "released_at"),
            StoredAt = Time(row, "stored_at"),
            Place = new ReadingPlace(new LogPosition(Long(row, "seq_id")), Long(row, "ordinal")),
        };

    private static CaseRow ReadCase(NpgsqlDataReader row) =>
        new()
        {
            Case = new CaseId(Text(row, "case_id")),
            Title = TextOrNull(row, "title"),
            Context = Text(row, "context"),
            ClosedReason = TextOrNull(row, "closed_reason"),
            ClosedAt = TimeOrNull(row, "closed_at"),
            HasMoved = row.GetBoolean(row.GetOrdinal("has_moved")),
            MessageCount = Long(row, "message_count"),
            PrecedenceRank = row.GetInt32(row.GetOrdinal("rank")),
            Originators = [.. Texts(row, "originators").Select(one => new ParticipantId(one))],
            First = TextOrNull(row, "header") is { } header
                ? new CaseFirst(
                    FromJson<RecordHeader>(header),
                    row.GetBoolean(row.GetOrdinal("is_own")),
                    RecordContent.Parse(Text(row, "content")),
                    TextOrNull(row, "reference_number"),
                    Texts(row, "labels"))
                : null,
            ChangedAt = Time(row, "changed_at"),
            Position = new LogPosition(Long(row, "seq_id")),
        };
}

/// <summary>Which cases a list shows.</summary>
/// <param name="OwnTypes">Types of own messages that the reader reads.</param>
/// <param name="HeldTypes">Types of held messages that the reader reads.</param>
/// <param name="Context">actual, exercise, test or system.</param>
/// <param name="ExerciseId">One exercise only; null for any.</param>
/// <param name="IsClosed">Null for both.</param>
/// <param name="Before">Null from the newest.</param>
/// <param name="CountMax">Rows at most.</param>
public sealed record CaseListQuestion(
    string[] OwnTypes,
    string[] HeldTypes,
    string Context,
    string? ExerciseId,
    bool? IsClosed,
    LogPosition? Before,
    int CountMax
);
