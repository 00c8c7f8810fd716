using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Store.Readings;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Public;

/// <summary>
/// Reads what was released to the public, and nothing else. Throws <see cref="StoreUnavailableException"/> when
/// PostgreSQL is down.
/// </summary>
public sealed class PublicReader
{
    /// <summary>Records of a page at most.</summary>
    public const int PageCountMax = 200;

    /// <summary>Versions of one record at most, the newest; a record with more is not expected.</summary>
    public const int VersionsCountMax = 500;

    private const string Columns = """
        select p.header::text as header, p.content_hash, p.content::text as content, p.released_at, p.ended_as,
          p.ended_at, p.correction::text as correction, p.withdrawn_at, p.withdrawal_reason
          from {schema}.cbm_reading_public p
        """;

    private readonly ReadingsSource source;

    internal PublicReader(ReadingsSource source) => this.source = source;

    /// <summary>The version of each record that stands, withdrawn ones too, those that changed last first.</summary>
    /// <param name="after">The last record of the page before; null for the first page.</param>
    /// <param name="recordType">Of this type alone; null for all.</param>
    /// <param name="countMax">Rows at most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<ImmutableArray<PublicRow>> NewestAsync(
        RecordId? after, string? recordType, int countMax, CancellationToken cancellationToken) =>
        source.ListAsync(
            Columns + """
                 where p.ended_as is null and ($1::varchar is null or (p.changed_at, p.record_id) < (
                   select q.changed_at, q.record_id from {schema}.cbm_reading_public q
                    where q.record_id = $1 and q.ended_as is null))
                   and ($3::varchar is null or p.header->>'recordType' = $3)
                 order by p.changed_at desc, p.record_id desc limit $2
                """,
            Read,
            cancellationToken,
            after?.Value,
            Math.Min(countMax, PageCountMax + 1),
            recordType);

    /// <summary>The types of which something stands on the page, withdrawn or not. Reads all its rows.</summary>
    public Task<ImmutableArray<string>> TypesAsync(CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select distinct p.header->>'recordType' as type from {schema}.cbm_reading_public p
             where p.ended_as is null order by 1
            """,
            row => Text(row, "type"),
            cancellationToken);

    /// <summary>All versions of one record, the newest first; empty when none was released to the public.</summary>
    public Task<ImmutableArray<PublicRow>> VersionsAsync(RecordId record, CancellationToken cancellationToken) =>
        source.ListAsync(
            Columns + " where p.record_id = $1 order by p.ended_at desc nulls first, p.released_at desc limit $2",
            Read,
            cancellationToken,
            record.Value,
            VersionsCountMax);

    /// <summary>
    /// The statement of one version; null when it was not released to the public, or the record is withdrawn.
    /// </summary>
    public Task<PublicStatement?> StatementAsync(
        RecordId record, ContentHash version, CancellationToken cancellationToken) =>
        source.FindAsync(
            """
            select p.statement, p.disclosures from {schema}.cbm_reading_public p
             where p.record_id = $1 and p.content_hash = $2 and p.statement <> ''
            """,
            row => new PublicStatement(Text(row, "statement"), Texts(row, "disclosures")),
            cancellationToken,
            record.Value,
            version.Hex);

    private static PublicRow Read(Npgsql.NpgsqlDataReader row) =>
        new()
        {
            Header = FromJson<RecordHeader>(Text(row, "header")),
            ContentHash = new ContentHash(Text(row, "content_hash")),
            Content = RecordContent.Parse(Text(row, "content")),
            ReleasedAt = Time(row, "released_at"),
            EndedAs = TextOrNull(row, "ended_as"),
            EndedAt = TimeOrNull(row, "ended_at"),
            Correction = TextOrNull(row, "correction") is { } correction
                ? FromJson<CorrectionReason>(correction)
                : null,
            WithdrawnAt = TimeOrNull(row, "withdrawn_at"),
            WithdrawalReason = TextOrNull(row, "withdrawal_reason"),
        };
}
