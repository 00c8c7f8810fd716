using System.Collections.Immutable;
using CbmExchange.Domain;
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
    /// Documents of some types that hold all words, newest first, after a place (null: from the newest); withdrawn ones
    /// too, marked as such. What may not be read is left out here, so that a page is full as long as there are more.
    /// </summary>
    public Task<ImmutableArray<RecordRow>> SearchAsync(
        LibraryQuestion question, ReadingPlace? after, int countMax, CancellationToken cancellationToken) =>
        // The newest of each type come from the index on type and place, however many types are asked for.
        source.ListAsync(
            """
            select found.* from unnest($1::text[]) as wanted (record_type) cross join lateral (
              select header::text as header, is_own, content::text as content, claim_paths, content_hash,
                marking::text as marking,
                state, reference_number, signature, released_at, stored_at, withdrawal->>'reasonClass' as reason,
                withdrawal->>'request' as request, withdrawn_at, narrowed_at, seq_id, ordinal
                from {schema}.cbm_reading_records r
               where r.record_type = wanted.record_type and ($2::text is null or originator = $2)
                 and not exists (select from unnest($3::text[]) word where position(word in search) = 0)
                 and r.record_type = any (case when is_own then $4::text[] else $5::text[] end)
                 and context = $9 and ($10::text is null or header->>'exerciseId' = $10)
                 and ($6::bigint is null or (seq_id, ordinal) < ($6, $7))
               order by seq_id desc, ordinal desc limit $8
            ) found
             order by seq_id desc, ordinal desc limit $8
            """,
            RecordReader.ReadRecord,
            cancellationToken,
            question.OwnTypes.Union(question.HeldTypes).ToArray(),
            question.Originator?.Value,
            question.Words.Select(SearchText.Fold).ToArray(),
            question.OwnTypes,
            question.HeldTypes,
            after?.Position.Value,
            after?.Ordinal ?? 0,
            Math.Min(countMax, RecordReader.ReadCountMax),
            question.Context,
            question.ExerciseId
        );
}
