using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Store.Readings;
using Npgsql;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Records;

/// <summary>
/// Reads own and held records. Every method throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.
/// </summary>
public sealed class RecordReader
{
    /// <summary>Rows of one page at most.</summary>
    public const int PageCountMax = 200;

    /// <summary>Earlier versions shown of one record at most, the newest.</summary>
    public const int EarlierCountMax = 50;

    /// <summary>Rows read at most: a page, and one more that tells whether another page follows.</summary>
    internal const int ReadCountMax = PageCountMax + 1;

    private const string OwnColumns = """
        select header::text as header, working::text as working, record_version, content_hash, state, return_reason,
          review_open, stream_version, authored_at, seq_id from {schema}.cbm_reading_own
        """;

    internal const string RecordColumns = """
        select header::text as header, is_own, content::text as content, claim_paths, content_hash,
          marking::text as marking,
          state, reference_number, signature, released_at, stored_at, withdrawal->>'reasonClass' as reason,
          withdrawal->>'request' as request, withdrawn_at, narrowed_at, seq_id, ordinal from {schema}.cbm_reading_records
        """;

    private readonly ReadingsSource source;

    internal RecordReader(ReadingsSource source) => this.source = source;

    /// <summary>
    /// Held records with an id or reference number, the newest first. More than one when two participants used the
    /// same:
    /// the caller MUST NOT choose by order.
    /// </summary>
    public Task<ImmutableArray<RecordRow>> FindHeldAsync(string idOrReference, CancellationToken cancellationToken) =>
        source.ListAsync(
            RecordColumns + """
                 where not is_own and (record_id = $1 or reference_number = $2)
                 order by seq_id desc, ordinal desc limit $3
                """,
            ReadRecord, cancellationToken, idOrReference, idOrReference.ToUpperInvariant(), PageCountMax);

    /// <summary>Versions of a held record before the newest one, the newest of them first.</summary>
    public Task<ImmutableArray<EarlierRow>> EarlierAsync(
        ParticipantId originator, RecordId record, CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select content_hash, content::text as content, marking::text as marking, released_at, ended_as, ended_at,
              correction::text as correction
              from {schema}.cbm_reading_earlier
             where record_id = $1 and originator = $2 order by seq_id desc, ordinal desc limit $3
            """,
            ReadEarlier, cancellationToken, record.Value, originator.Value, EarlierCountMax);

    /// <summary>
    /// Records of a type that changed after a place, withdrawn ones too, in the order of their changes; for the
    /// directory
    /// in memory.
    /// </summary>
    public Task<ImmutableArray<RecordRow>> ChangedAfterAsync(
        string recordType, ReadingPlace place, CancellationToken cancellationToken) => source.ListAsync(
        RecordColumns + " where record_type = $1 and (seq_id, ordinal) > ($2, $3) order by seq_id, ordinal limit $4",
        ReadRecord, cancellationToken, recordType, place.Position.Value, place.Ordinal, PageCountMax);

    /// <summary>
    /// Records of a type of one participant, own or held, that nobody took back: the newest first.
    /// </summary>
    public Task<ImmutableArray<RecordRow>> StandingAsync(
        string recordType, ParticipantId originator, CancellationToken cancellationToken) => source.ListAsync(
        RecordColumns + """
             where record_type = $1 and originator = $2 and state <> 'withdrawn' and narrowed_at is null
             order by seq_id desc, ordinal desc limit $3
            """,
        ReadRecord, cancellationToken, recordType, originator.Value, PageCountMax);

    /// <summary>Those of some records, own and held, that are withdrawn.</summary>
    public Task<ImmutableArray<RecordRow>> WithdrawnAsync(string[] records, CancellationToken cancellationToken) =>
        source.ListAsync(
            RecordColumns + " where state = 'withdrawn' and record_id = any($1) order by seq_id desc limit $2",
            ReadRecord, cancellationToken, records, PageCountMax);

    /// <summary>An own record in any state, by id or reference number; null: there is none.</summary>
    public Task<OwnRow?> FindOwnAsync(string idOrReference, CancellationToken cancellationToken) =>
        source.FindAsync(
            OwnColumns + " where record_id = $1 or reference_number = $2 limit 1",
            ReadOwn,
            cancellationToken,
            idOrReference,
            idOrReference.ToUpperInvariant()
        );

    /// <summary>What each recipient was given of an own record.</summary>
    public Task<ImmutableArray<RecipientRow>> RecipientsAsync(RecordId record, CancellationToken cancellationToken) =>
        source.ListAsync(
            RecipientColumns + " where r.record_id = $1 order by r.participant",
            ReadRecipient,
            cancellationToken,
            record.Value
        );

    /// <summary>
    /// What was written about a record, own and held, the newest first: answers to it, and records that name it as the
    /// request that they follow.
    /// </summary>
    public Task<ImmutableArray<RecordRow>> AboutAsync(RecordId record, CancellationToken cancellationToken) =>
        source.ListAsync(
            RecordColumns + """
                 where left(coalesce(content->>'requestId', content->'ofRecord'->>'recordId'), 64) = $1
                 order by seq_id desc, ordinal desc limit $2
                """,
            ReadRecord, cancellationToken, record.Value, PageCountMax);

    /// <summary>Attestations of holders about an own record, of each also those before.</summary>
    public Task<ImmutableArray<AttestationRow>> AttestationsAsync(
        RecordId record, CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select originator, record_id, content->>'result' as result, content->>'at' as at, released_at
              from {schema}.cbm_reading_records
             where not is_own and record_type = 'deletion-attestation' and state <> 'withdrawn'
               and content->'ofRecord'->>'recordId' = $1
            """,
            row => new AttestationRow(
                new ParticipantId(Text(row, "originator")), new RecordId(Text(row, "record_id")),
                TextOrNull(row, "result") ?? "", TextOrNull(row, "at") ?? "", Time(row, "released_at")),
            cancellationToken,
            record.Value);

    /// <summary>What the originator of an item granted, in replies to own requests that it has not withdrawn.</summary>
    public Task<ImmutableArray<PermissionRow>> PermissionsAsync(
        RecordId item, ParticipantId originator, CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select q.content->'ofRecord'->>'contentHash' as content_hash, q.content->>'markingSought' as tlp,
              array(select jsonb_array_elements_text(coalesce(q.content->'parts', '[]'))) as parts,
              array(select jsonb_array_elements_text(coalesce(a.content->'grantedTo', '[]'))) as granted_to,
              (a.content->>'validUntil')::timestamptz as valid_until
              from {schema}.cbm_reading_records a join {schema}.cbm_reading_records q
                on q.is_own and q.record_id = a.content->'ofRecord'->>'recordId'
             where not a.is_own and a.originator = $2 and a.record_type = 'permission-reply'
               and a.state <> 'withdrawn' and a.content->>'decision' in ('granted', 'granted-in-part')
               and q.record_type = 'permission-request' and q.content->'ofRecord'->>'recordId' = $1
            """,
            row => new PermissionRow(
                new ContentHash(Text(row, "content_hash")),
                [.. Texts(row, "granted_to").Select(id => new ParticipantId(id))],
                Texts(row, "parts"), TextOrNull(row, "tlp"), TimeOrNull(row, "valid_until")),
            cancellationToken,
            item.Value,
            originator.Value);

    /// <summary>True when another held record than this one names an attachment with this hash.</summary>
    public async Task<bool> NamesAttachmentBesidesAsync(
        string sha256, RecordId record, ParticipantId originator, CancellationToken cancellationToken) =>
        !(await source.ListAsync(
            """
            select 1 from {schema}.cbm_reading_records
             where not is_own and attachments @> array[$1::text] and (record_id <> $2 or originator <> $3) limit 1
            """,
            _ => 1, cancellationToken, sha256, record.Value, originator.Value).ConfigureAwait(false)).IsEmpty;

    /// <summary>True when a held record of one of the types names an attachment with this hash.</summary>
    public async Task<bool> NamesAttachmentAsync(
        string sha256,
        string[] recordTypes,
        CancellationToken cancellationToken
    ) =>
        !(
            await source
                .ListAsync(
                    """
                    select 1 from {schema}.cbm_reading_records
                      where not is_own and attachments @> array[$1::text] and record_type = any($2) limit 1
                    """,
                    _ => 1,
                    cancellationToken,
                    sha256,
                    recordTypes
                )
                .ConfigureAwait(false)
        ).IsEmpty;

    private const string RecipientColumns = """
        select r.record_id, o.record_type, r.participant, r.content_hash, r.claim_paths, r.content::text as content,
          r.marking::text as marking, r.released_at, r.withdrawn_at, r.narrowed_at, r.delivered_at,
          r.acknowledged_at, r.duty_desk,
          r.acknowledgement_id, r.responded_at, r.response_id, r.holding_at, r.holding_id, r.answer_by, r.declined_at,
          r.decline_id, r.wrong_office_at, r.wrong_office_id
          from {schema}.cbm_reading_recipients r join {schema}.cbm_reading_own o using (record_id)
        """;

    internal static RecordRow ReadRecord(NpgsqlDataReader row) =>
        new()
        {
            Header = FromJson<RecordHeader>(Text(row, "header")),
            IsOwn = row.GetBoolean(row.GetOrdinal("is_own")),
            Content = RecordContent.Parse(Text(row, "content")),
            ClaimPaths = Texts(row, "claim_paths"),
            ContentHash = new ContentHash(Text(row, "content_hash")),
            Marking = TextOrNull(row, "marking") is { } marking ? FromJson<Marking>(marking) : null,
            State = Text(row, "state"),
            ReferenceNumber = TextOrNull(row, "reference_number"),
            Signature = Text(row, "signature"),
            ReleasedAt = Time(row, "released_at"),
            StoredAt = Time(row, "stored_at"),
            WithdrawalReason = TextOrNull(row, "reason"),
            WithdrawalRequest = TextOrNull(row, "request"),
            WithdrawnAt = TimeOrNull(row, "withdrawn_at"),
            NarrowedAt = TimeOrNull(row, "narrowed_at"),
            Place = new ReadingPlace(new LogPosition(Long(row, "seq_id")), Long(row, "ordinal")),
        };

    private static EarlierRow ReadEarlier(NpgsqlDataReader row) =>
        new()
        {
            ContentHash = new ContentHash(Text(row, "content_hash")),
            Content = RecordContent.Parse(Text(row, "content")),
            Marking = FromJson<Marking>(Text(row, "marking")),
            ReleasedAt = Time(row, "released_at"),
            EndedAs = Text(row, "ended_as"),
            EndedAt = Time(row, "ended_at"),
            Correction = TextOrNull(row, "correction") is { } correction
                ? FromJson<CorrectionReason>(correction)
                : null,
        };

    private static OwnRow ReadOwn(NpgsqlDataReader row) =>
        new()
        {
            Header = FromJson<RecordHeader>(Text(row, "header")),
            Working = RecordContent.Parse(Text(row, "working")),
            RecordVersion = row.GetInt32(row.GetOrdinal("record_version")),
            ContentHash = TextOrNull(row, "content_hash") is { } hash ? new ContentHash(hash) : null,
            State = Text(row, "state"),
            ReturnReason = TextOrNull(row, "return_reason"),
            ReviewOpen = row.GetBoolean(row.GetOrdinal("review_open")),
            StreamVersion = new StreamVersion(Long(row, "stream_version")),
            AuthoredAt = Time(row, "authored_at"),
            Position = new LogPosition(Long(row, "seq_id")),
        };

    private static RecipientRow ReadRecipient(NpgsqlDataReader row) =>
        new()
        {
            RecordId = new RecordId(Text(row, "record_id")),
            RecordType = Text(row, "record_type"),
            Participant = new ParticipantId(Text(row, "participant")),
            ContentHash = new ContentHash(Text(row, "content_hash")),
            Paths = [.. Texts(row, "claim_paths").Select(ClaimPath.Parse)],
            Version = RecordContent.Parse(Text(row, "content")),
            Marking = FromJson<Marking>(Text(row, "marking")),
            ReleasedAt = Time(row, "released_at"),
            WithdrawnAt = TimeOrNull(row, "withdrawn_at"),
            NarrowedAt = TimeOrNull(row, "narrowed_at"),
            DeliveredAt = TimeOrNull(row, "delivered_at"),
            AcknowledgedAt = TimeOrNull(row, "acknowledged_at"),
            DutyDesk = TextOrNull(row, "duty_desk"),
            AcknowledgementId = TextOrNull(row, "acknowledgement_id"),
            Answers = [.. ReadAnswers(row)],
        };

    private static readonly ImmutableArray<(string Standing, string At, string Id)> AnswerColumns =
    [
        (AnswerStanding.Responded, "responded_at", "response_id"),
        (AnswerStanding.Holding, "holding_at", "holding_id"),
        (AnswerStanding.Declined, "declined_at", "decline_id"),
        (AnswerStanding.WrongOffice, "wrong_office_at", "wrong_office_id"),
    ];

    private static IEnumerable<AnswerRow> ReadAnswers(NpgsqlDataReader row)
    {
        foreach (var (standing, at, id) in AnswerColumns)
        {
            if (TimeOrNull(row, at) is { } time && TextOrNull(row, id) is { } record)
            {
                var by = standing == AnswerStanding.Holding ? TimeOrNull(row, "answer_by") : null;
                yield return new AnswerRow(standing, time, new RecordId(record), by);
            }
        }
    }
}
