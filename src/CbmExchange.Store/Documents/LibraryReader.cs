using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Documents;

/// <summary>
/// Searches documents, own and held. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.
/// </summary>
public sealed class LibraryReader
{
    private readonly ReadingsSource source;

    internal LibraryReader(ReadingsSource source) => this.source = source;

    /// <summary>
    /// Documents that hold all words, newest first, after an offset; withdrawn ones too, marked as such.
    /// </summary>
    public Task<ImmutableArray<RecordRow>> SearchAsync(
        IReadOnlyCollection<string> words,
        ParticipantId? originator,
        int offset,
        int countMax,
        CancellationToken cancellationToken
    ) =>
        source.ListAsync(
            """
            select header::text as header, is_own, content::text as content, claim_paths, content_hash,
              marking::text as marking,
              state, reference_number, signature, released_at, stored_at, withdrawal->>'reasonClass' as reason,
              withdrawal->>'request' as request, withdrawn_at, seq_id, ordinal from {schema}.cbm_reading_records
             where record_type = $1 and ($2::text is null or originator = $2)
               and not exists (select from unnest($3::text[]) word where position(word in search) = 0)
             order by seq_id desc offset $4 limit $5
            """,
            RecordReader.ReadRecord,
            cancellationToken,
            RecordTypes.NationalDocument,
            originator?.Value,
            words.Select(SearchText.Fold).ToArray(),
            offset,
            Math.Min(countMax, RecordReader.PageCountMax)
        );
}
