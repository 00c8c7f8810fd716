using CbmExchange.Domain.Peers;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Records;

/// <summary>
/// What the destruction of a held copy does to the tables: they read as they would if they were built anew from the
/// entries without disclosures (design D3).
/// </summary>
internal static class DestroyedRows
{
    public static void Apply(HeldContentDestroyed destroyed, SqlChanges sql)
    {
        sql.Add("""
            update cbm_reading_records set content = '{}'::jsonb, claim_paths = '{}', reference_number = $3,
              search = '', attachments = '{}'
             where record_id = $1 and originator = $2 and not is_own
            """, destroyed.Record.Value, destroyed.Originator.Value, destroyed.ReferenceNumber);
        sql.Add(
            "delete from cbm_reading_earlier where record_id = $1 and originator = $2",
            destroyed.Record.Value, destroyed.Originator.Value);
        sql.Add(
            "update cbm_reading_inbox set precedence_rank = 0 where record_id = $1 and originator = $2",
            destroyed.Record.Value, destroyed.Originator.Value);
        CaseMessageRows.Destroy(destroyed, sql);
    }
}
