using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Feeds;

/// <summary>The feed tells that a held record ended by itself, while it is held in the version that did.</summary>
internal static class ExpiredRows
{
    public static void Apply(HeldRecordExpired expired, LogPosition at, SqlChanges sql) =>
        sql.Add(
            """
            insert into cbm_reading_feed (seq_id, ordinal, change, originator, record_id, record_type, context)
            select $1, 0, 'expired', r.originator, r.record_id, r.record_type, r.context from cbm_reading_records r
             where r.originator = $2 and r.record_id = $3 and r.content_hash = $4 and r.state = 'published'
            """,
            at.Value, expired.Originator.Value, expired.Record.Value, expired.ContentHash.Hex);
}
