using System.Collections.Immutable;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Npgsql;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Reference;

/// <summary>
/// Reads public reference data. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.
/// </summary>
public sealed class ReferenceReader
{
    private const string Columns = """
        select dataset, row_id, subject, fields::text as fields, source, source_date, imported_at
          from {schema}.cbm_reading_reference
        """;

    private readonly ReadingsSource source;

    internal ReferenceReader(ReadingsSource source) => this.source = source;

    /// <summary>All rows of a data set, by subject; for what is held in memory.</summary>
    public Task<ImmutableArray<HeldReference>> AllAsync(string dataset, CancellationToken cancellationToken) =>
        source.ListAsync(Columns + " where dataset = $1 order by subject, row_id", ReadRow, cancellationToken, dataset);

    /// <summary>Rows of a data set that hold all words, by subject and row, after an offset.</summary>
    public Task<ImmutableArray<HeldReference>> SearchAsync(
        string dataset,
        IReadOnlyCollection<string> words,
        string? subject,
        int offset,
        int countMax,
        CancellationToken cancellationToken
    ) =>
        source.ListAsync(
            Columns
                + """
                 where dataset = $1 and ($2::text is null or subject = $2)
                   and not exists (select from unnest($3::text[]) word where position(word in search) = 0)
                 order by subject, row_id offset $4 limit $5
                """,
            ReadRow,
            cancellationToken,
            dataset,
            subject,
            words.Select(SearchText.Fold).ToArray(),
            offset,
            Math.Min(countMax, RecordReader.ReadCountMax)
        );

    private static HeldReference ReadRow(NpgsqlDataReader row) =>
        new(
            Text(row, "dataset"),
            Text(row, "row_id"),
            Text(row, "subject"),
            FromJson<Dictionary<string, string>>(Text(row, "fields"))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Text(row, "source"),
            TextOrNull(row, "source_date"),
            Time(row, "imported_at")
        );
}
