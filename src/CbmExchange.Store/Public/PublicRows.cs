using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Public;

/// <summary>
/// What own events do to the table of the public page. Invariant: it is written from <c>RecordReleased.Public</c>
/// alone; no other content is ever near it, and no number of this node's log. A withdrawn record keeps its dates and
/// hashes and loses its content here.
/// </summary>
internal static class PublicRows
{
    public static void Apply(StoredEvent stored, SqlChanges sql)
    {
        switch (stored.Body)
        {
            case RecordReleased { Public: not null } released:
                Release(released, sql);
                break;
            case RecordWithdrawn withdrawn:
                Withdraw(withdrawn.RecordId, withdrawn.ReasonClass, withdrawn.At, sql);
                break;
            case WithdrawalTakenBack back:
                Withdraw(back.RecordId, back.ReasonClass, back.WithdrawnAt, sql);
                break;
        }
    }

    private static void Release(RecordReleased released, SqlChanges sql)
    {
        sql.Add("""
            update cbm_reading_public set ended_as = $3, ended_at = $4, correction = $5::jsonb, changed_at = $4
             where record_id = $1 and content_hash <> $2 and ended_as is null
            """, released.RecordId.Value, released.ContentHash.Hex,
            released.Correction is null ? "superseded" : "corrected", released.At,
            released.Correction is null ? null : SqlChanges.Json(released.Correction));
        var given = released.Public!;
        sql.Add("""
            insert into cbm_reading_public (record_id, content_hash, header, content, statement, disclosures,
              released_at, changed_at)
            select o.record_id, $2, o.header, $3::jsonb, $4, $5, $6, $6 from cbm_reading_own o where o.record_id = $1
            on conflict (record_id, content_hash) do update set content = excluded.content,
              disclosures = excluded.disclosures, released_at = excluded.released_at, changed_at = excluded.changed_at,
              ended_as = null, ended_at = null, correction = null
            """, released.RecordId.Value, released.ContentHash.Hex, given.View.Claims.GetRawText(), given.Statement,
            given.Disclosures.ToArray(), released.At);
    }

    private static void Withdraw(
        RecordId record, string reasonClass, DateTimeOffset at, SqlChanges sql) => sql.Add("""
        update cbm_reading_public set withdrawn_at = $2, withdrawal_reason = $3, content = '{}'::jsonb, statement = '',
          disclosures = '{}', changed_at = $2
         where record_id = $1 and withdrawn_at is null
        """, record.Value, at, reasonClass);
}
