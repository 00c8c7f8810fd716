using CbmExchange.Domain.Reference;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Reference;

/// <summary>Public reference data, apart from everything that States said themselves.</summary>
internal static class ReferenceRows
{
    public static void Put(ReferenceImported row, SqlChanges sql) => sql.Add("""
        insert into cbm_reading_reference (dataset, row_id, subject, fields, source, source_date, imported_at, search)
        values ($1, $2, $3, $4::jsonb, $5, $6::text, $7, $8)
        on conflict (dataset, row_id) do update set subject = excluded.subject, fields = excluded.fields,
          source = excluded.source, source_date = excluded.source_date, imported_at = excluded.imported_at,
          search = excluded.search
        """, row.Dataset, row.RowId, row.Subject, SqlChanges.Json(row.Fields), row.Source, row.SourceDate, row.At,
        SearchText.Fold(string.Join('\n', row.Fields.Values)));
}
