using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Feeds;

/// <summary>Reads the feed. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.</summary>
public sealed class FeedReader
{
    // As the index has it: the first of the two ends that RecordStates.EndOf reads.
    private const string EndsAt = """
        least(left(r.content->>'expiresAt', 64) collate "C", left(r.content->>'validUntil', 64) collate "C")
        """;

    private readonly ReadingsSource source;

    internal FeedReader(ReadingsSource source) => this.source = source;

    /// <summary>
    /// Changes after a place, in the order in which they were stored. A record that changed twice comes twice, each
    /// time as it stands now, so that a consumer that stops anywhere never keeps what was withdrawn.
    /// </summary>
    /// <param name="place">Place of the last change taken.</param>
    /// <param name="recordTypes">At least one; none gives nothing.</param>
    /// <param name="contexts">At least one.</param>
    /// <param name="exerciseIds">Of exercises, these only.</param>
    /// <param name="countMax">Rows at most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<ImmutableArray<FeedRow>> AfterAsync(
        ReadingPlace place,
        IReadOnlyCollection<string> recordTypes,
        IReadOnlyCollection<string> contexts,
        IReadOnlyCollection<string> exerciseIds,
        int countMax,
        CancellationToken cancellationToken
    ) =>
        source.ListAsync(
            """
            select f.seq_id as feed_seq_id, f.ordinal as feed_ordinal, f.change,
              r.header::text as header, r.is_own, r.content::text as content, r.claim_paths, r.content_hash,
              r.marking::text as marking, r.state, r.reference_number, r.signature, r.released_at, r.stored_at,
              r.withdrawal->>'reasonClass' as reason, r.withdrawal->>'request' as request, r.withdrawn_at,
              r.narrowed_at,
              r.seq_id, r.ordinal
              from {schema}.cbm_reading_feed f join {schema}.cbm_reading_records r using (record_id, originator)
             where (f.seq_id, f.ordinal) > ($1, $2) and f.record_type = any($3)
               and f.context = any($4)
               and (f.context <> 'exercise' or coalesce(r.header->>'exerciseId', '') = any($6))
             order by f.seq_id, f.ordinal limit $5
            """,
            row => new FeedRow(
                new ReadingPlace(new LogPosition(Long(row, "feed_seq_id")), Long(row, "feed_ordinal")),
                Text(row, "change"),
                RecordReader.ReadRecord(row)
            ),
            cancellationToken,
            place.Position.Value,
            place.Ordinal,
            recordTypes.ToArray(),
            contexts.ToArray(),
            Math.Min(countMax, RecordReader.PageCountMax),
            exerciseIds.ToArray()
        );

    /// <summary>
    /// Held records whose end is before a moment, to the second, of which the feed does not tell yet. Times of peers
    /// are compared as text, so that none of them stops the question: whoever asks reads them once more.
    /// </summary>
    /// <param name="now">The moment.</param>
    /// <param name="after">The last of the page before; null for the first.</param>
    /// <param name="countMax">Rows at most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<ImmutableArray<EndedRow>> EndedAsync(
        DateTimeOffset now, EndedRow? after, int countMax, CancellationToken cancellationToken) =>
        source.ListAsync(
            $$"""
            select r.originator, r.record_id, r.content_hash, {{EndsAt}} as ends_at
              from {schema}.cbm_reading_records r
             where not r.is_own and r.state = 'published' and r.content ?| array['expiresAt', 'validUntil']
               and {{EndsAt}} <= $1
               and ($3::text is null or ({{EndsAt}}, r.originator, r.record_id) > ($3, $4, $5))
               and not exists (select 1 from {schema}.cbm_reading_feed f
                 where f.record_id = r.record_id and f.originator = r.originator and f.change = 'expired'
                   and f.seq_id > r.seq_id)
             order by {{EndsAt}}, r.originator, r.record_id limit $2
            """,
            row => new EndedRow(
                new ParticipantId(Text(row, "originator")), new RecordId(Text(row, "record_id")),
                new ContentHash(Text(row, "content_hash")), Text(row, "ends_at")),
            cancellationToken,
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            countMax,
            after?.EndsAt,
            after?.Originator.Value,
            after?.Record.Value);
}
