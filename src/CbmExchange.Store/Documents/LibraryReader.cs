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
    /// Documents that hold all words, newest first, after a place (null: from the newest); withdrawn ones too, marked
    /// as such. What may not be read is left out here, so that a page is full as long as there are more.
    /// </summary>
    /// <param name="words">All of them.</param>
    /// <param name="originator">Null: of anybody.</param>
    /// <param name="withOwn">Own documents too.</param>
    /// <param name="withHeld">Documents of peers too.</param>
    /// <param name="after">Place of the last document taken.</param>
    /// <param name="countMax">Rows at most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<ImmutableArray<RecordRow>> SearchAsync(
        IReadOnlyCollection<string> words,
        ParticipantId? originator,
        bool withOwn,
        bool withHeld,
        ReadingPlace? after,
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
               and (($4 and is_own) or ($5 and not is_own))
               and ($6::bigint is null or (seq_id, ordinal) < ($6, $7))
             order by seq_id desc, ordinal desc limit $8
            """,
            RecordReader.ReadRecord,
            cancellationToken,
            RecordTypes.NationalDocument,
            originator?.Value,
            words.Select(SearchText.Fold).ToArray(),
            withOwn,
            withHeld,
            after?.Position.Value,
            after?.Ordinal ?? 0,
            Math.Min(countMax, RecordReader.ReadCountMax)
        );
}
