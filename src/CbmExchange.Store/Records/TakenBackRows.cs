using CbmExchange.Domain.Lifecycle;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Records;

/// <summary>
/// What came back of own records after a backup was restored (decision 0022), in the tables of own records. A version
/// that is here is shown as it is here; of one that is not, what came back, of all who gave it back. The later release
/// is shown.
/// </summary>
internal static class TakenBackRows
{
    /// <summary>Puts it there.</summary>
    public static void Apply(StoredEvent stored, SqlChanges sql)
    {
        switch (stored.Body)
        {
            case ReleaseTakenBack back:
                PutOwn(stored, back, sql);
                PutShown(stored, back, sql);
                PutRecipient(back, sql);
                break;
            case NarrowingTakenBack back:
                OwnRows.Narrow(back.RecordId, [back.Recipient], back.NarrowedAt, sql);
                break;
            case WithdrawalTakenBack back:
                OwnRows.Withdraw(back.RecordId, back.ReasonClass, back.Request, back.WithdrawnAt, stored, sql);
                OwnRows.Tell(back.RecordId, [back.Recipient], back.WithdrawnAt, sql);
                break;
            case WithdrawalTold told:
                OwnRows.Tell(told.RecordId, told.Recipients.Select(one => one.Participant), told.At, sql);
                break;
        }
    }

    private static void PutOwn(StoredEvent stored, ReleaseTakenBack back, SqlChanges sql) => sql.Add("""
        insert into cbm_reading_own as o (record_id, record_type, context, header, working, cleared, record_version,
          content_hash, state, ever_released, reference_number, stream_version, authored_at, seq_id, search)
        values ($1, $2, $3, $4::jsonb, $5::jsonb, $5::jsonb, 0, $6, 'published', true, $7::text, $8, $9, $10, $11)
        on conflict (record_id) do update set ever_released = true,
          state = case when o.state in ('cleared', 'abandoned') then 'published' else o.state end,
          reference_number = coalesce(o.reference_number, excluded.reference_number),
          working = case when o.record_version = 0 then o.working || excluded.working else o.working end,
          cleared = case when o.record_version = 0 then o.cleared || excluded.cleared else o.cleared end,
          content_hash = case when o.record_version = 0 then excluded.content_hash else o.content_hash end,
          search = case when o.record_version = 0 then o.search || ' ' || excluded.search else o.search end
        """, back.RecordId.Value, back.Header.RecordType, back.Header.Context, SqlChanges.Json(back.Header),
        back.Content.Claims.GetRawText(), back.ContentHash.Hex, OwnRows.ReferenceOf(back.Content),
        stored.Version.Value, back.ReleasedAt, stored.Position.Value,
        SearchText.Of(back.Content.Claims, OwnRows.SearchedFields));

    private static void PutShown(StoredEvent stored, ReleaseTakenBack back, SqlChanges sql) => sql.Add("""
        insert into cbm_reading_records as r (originator, record_id, is_own, record_type, context, header, content,
          claim_paths, content_hash, marking, state, reference_number, search, relates_to, attachments, signature,
          released_at, stored_at, seq_id, ordinal, key_id, last_change, changed_at)
        select o.header->>'originator', o.record_id, true, o.record_type, o.context, $2::jsonb,
          case when o.content_hash = $3 then o.cleared else $4::jsonb end, '{}', $3, null,
          case when o.state = 'withdrawn' then 'withdrawn' else 'published' end, o.reference_number, o.search, '{}',
          '{}', 'own record', $5, $5, $6, 0, '', 'published', $5
          from cbm_reading_own o where o.record_id = $1
        on conflict (record_id, originator) do update set header = excluded.header,
          content = case when r.content_hash = excluded.content_hash then r.content || excluded.content
            else excluded.content end,
          content_hash = excluded.content_hash, search = excluded.search, released_at = excluded.released_at,
          seq_id = excluded.seq_id, changed_at = excluded.changed_at
         where excluded.released_at >= r.released_at
        """, back.RecordId.Value, SqlChanges.Json(back.Header), back.ContentHash.Hex, back.Content.Claims.GetRawText(),
        back.ReleasedAt, stored.Position.Value);

    private static void PutRecipient(ReleaseTakenBack back, SqlChanges sql) => sql.Add("""
        insert into cbm_reading_recipients as r (record_id, participant, content_hash, claim_paths, marking, content,
          released_at, narrowed_at)
        values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8::timestamptz)
        on conflict (record_id, participant) do update set content_hash = excluded.content_hash,
          claim_paths = excluded.claim_paths, marking = excluded.marking, content = excluded.content,
          released_at = excluded.released_at, narrowed_at = excluded.narrowed_at,
          delivered_at = case when r.content_hash = excluded.content_hash then r.delivered_at end,
          acknowledged_at = case when r.content_hash = excluded.content_hash then r.acknowledged_at end
        """, back.RecordId.Value, back.Recipient.Value, back.ContentHash.Hex,
        Domain.Records.ClaimPath.Of(back.Content).Select(path => path.ToString()).ToArray(),
        SqlChanges.Json(back.Marking), back.Content.Claims.GetRawText(), back.ReleasedAt,
        back.NarrowedAt);
}
