using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Records;

/// <summary>
/// Versions of held records before the newest one. Both the wrong and the right one stay readable (domain.md §4.17);
/// named persons are in the newest one alone.
/// </summary>
internal static class EarlierRows
{
    /// <summary>
    /// Keeps the version held, where the one that arrives takes its place. MUST come before that one is put there.
    /// </summary>
    public static void Keep(HeldEntry entry, VerifiedStatement next, SqlChanges sql) =>
        sql.Add(
            """
            insert into cbm_reading_earlier (originator, record_id, content_hash, content, marking, released_at,
              ended_as, ended_at, correction, seq_id, ordinal)
            select originator, record_id, content_hash, content - 'persons', marking, released_at, $6, $7, $8::jsonb,
              $9, $10
              from cbm_reading_records
             where record_id = $1 and originator = $2 and content_hash <> $3 and not is_own and state <> 'withdrawn'
               and record_type = $4 and context = $5
            on conflict (record_id, originator, content_hash) do update set content = excluded.content,
              marking = excluded.marking, released_at = excluded.released_at, ended_as = excluded.ended_as,
              ended_at = excluded.ended_at, correction = excluded.correction, seq_id = excluded.seq_id,
              ordinal = excluded.ordinal
            """,
            next.Header.RecordId.Value,
            entry.Originator.Value,
            next.ContentHash.Hex,
            next.Header.RecordType,
            next.Header.Context,
            entry.Body.Kind == EntryKinds.Corrected ? "corrected" : "superseded",
            entry.Body.ReleasedAt.ToDateTimeOffset(),
            entry.Body is { Kind: EntryKinds.Corrected, Correction: { } correction } ? Json(correction) : null,
            entry.Position,
            entry.Ordinal
        );

    private static string Json(Correction correction) =>
        SqlChanges.Json(new Domain.Lifecycle.CorrectionReason(correction.ReasonClass, correction.WhatWasWrong));
}
