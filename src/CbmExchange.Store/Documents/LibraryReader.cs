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
    /// Documents, newest first, after a place; withdrawn ones too, marked as such. What may not be read is left out
    /// here, so that a page is full as long as there are more.
    /// </summary>
    public Task<ImmutableArray<LibraryRow>> SearchAsync(LibraryQuery query, CancellationToken cancellationToken) =>
        // The newest of each type come from the index on type and place, however many types are asked for.
        source.ListAsync(
            SearchSql,
            row => new LibraryRow(
                RecordReader.ReadRecord(row),
                ReadingsSource.Text(row, "last_change"),
                ReadingsSource.Time(row, "changed_at")),
            cancellationToken,
            query.OwnTypes.Union(query.HeldTypes).ToArray(),
            query.Originators?.Select(one => one.Value).ToArray(),
            query.Words.Select(SearchText.Fold).ToArray(),
            query.OwnTypes,
            query.HeldTypes,
            query.After?.Position.Value,
            query.After?.Ordinal ?? 0,
            Math.Min(query.CountMax, RecordReader.ReadCountMax),
            query.Kind,
            query.Language,
            query.Topic,
            query.InForceOn,
            query.ChangedSince?.ToUniversalTime(),
            query.Measure,
            query.MeasureTypes,
            query.Context,
            query.ExerciseId
        );

    private const string SearchSql =
        """
        select found.* from unnest($1::text[]) as wanted (record_type) cross join lateral (
          select header::text as header, is_own, content::text as content, claim_paths, content_hash,
            marking::text as marking,
            state, reference_number, signature, released_at, stored_at, withdrawal->>'reasonClass' as reason,
            withdrawal->>'request' as request, withdrawn_at, narrowed_at, last_change, changed_at, seq_id, ordinal
            from {schema}.cbm_reading_records r
           where r.record_type = wanted.record_type and ($2::text[] is null or originator = any ($2))
             and not exists (select from unnest($3::text[]) word where position(word in search) = 0)
             and r.record_type = any (case when is_own then $4::text[] else $5::text[] end)
             and context = $16 and ($17::text is null or header->>'exerciseId' = $17)
             and ($6::bigint is null or (seq_id, ordinal) < ($6, $7))
        """ + Filters + """
           order by seq_id desc, ordinal desc limit $8
        ) found
         order by seq_id desc, ordinal desc limit $8
        """;

    // A date of less precision is compared as far as it goes. Without a first day the status must say it. A withheld
    // field is as good as none.
    private const string Filters = """

                 and ($9::text is null or $9 in (content->>'kind', content->>'topic', content->>'role',
                   content->>'catalogue', content->>'handledAs'))
                 and ($10::text is null or jsonb_exists(content->'languages', $10)
                   or jsonb_path_exists(content, '$.title[*].lang ? (@ == $lang)', jsonb_build_object('lang', $10)))
                 and ($11::text is null or jsonb_exists(content->'topics', $11) or content->>'topic' = $11
                   or starts_with(content->>'topic', $11 || ':'))
                 and ($12::text is null
                   or ((coalesce(content->>'inForceFrom', content->>'standingSince') is not null
                       or content->>'status' = 'in-force')
                     and coalesce(coalesce(content->>'inForceFrom', content->>'standingSince')
                       <= left($12, length(coalesce(content->>'inForceFrom', content->>'standingSince'))), true)
                     and coalesce(coalesce(content->>'inForceUntil', content->>'standingUntil')
                       >= left($12, length(coalesce(content->>'inForceUntil', content->>'standingUntil'))), true)))
                 and ($13::timestamptz is null or changed_at >= $13)
                 and ($14::text is null or case when content ? 'reportsUnder'
                   then jsonb_exists(content->'reportsUnder', $14) else r.record_type = any ($15::text[]) end)

            """;
}
