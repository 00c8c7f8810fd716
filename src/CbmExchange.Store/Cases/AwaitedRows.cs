using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Cases;

/// <summary>
/// From whom a human receipt of an own message is looked for: action addressees of types that are timed, until they
/// confirm, answer or decline (domain.md §1.12, §4.8). Nobody is counted, and nothing of it leaves.
/// </summary>
internal static class AwaitedRows
{
    private static readonly string[] Timed = [.. RecordCatalogue.Codes(row => row.IsReceiptTimed)];

    /// <summary>A version left: its addressees for action are waited for.</summary>
    public static void Begin(RecordReleased released, SqlChanges sql) =>
        Begin(
            released.RecordId, released.ContentHash, released.At,
            released.Recipients.Select(one => one.Participant), sql);

    /// <summary>A version came back after a backup was restored.</summary>
    public static void Begin(ReleaseTakenBack back, SqlChanges sql) =>
        Begin(back.RecordId, back.ContentHash, back.ReleasedAt, [back.Recipient], sql);

    /// <summary>A human there confirmed a version; that its node stored it ends no waiting.</summary>
    public static void Confirm(HeldEntry entry, SqlChanges sql)
    {
        var receipt = entry.Body.Receipt;
        if (receipt.Level == ReceiptLevels.Acknowledged)
        {
            sql.Add(
                """
                update cbm_reading_awaited set is_acknowledged = true
                 where record_id = $1 and participant = $2 and content_hash = $3
                """,
                receipt.OfRecordId, entry.Originator.Value, Convert.ToHexStringLower(receipt.OfStatementSha256.Span));
        }
    }

    /// <summary>
    /// An answer arrived: somebody there knows of the message. That the office is the wrong one is no such answer: a
    /// receipt is looked for again (domain.md §4.21 row 21).
    /// </summary>
    public static void Answer(HeldEntry entry, VerifiedStatement statement, SqlChanges sql)
    {
        if (AnswerStanding.Of(statement.Header.RecordType, statement.Content) is { } standing)
        {
            var isWrongOffice = standing == AnswerStanding.WrongOffice;
            sql.Add(
                """
                update cbm_reading_awaited w set is_answered = is_answered or not $3,
                  is_acknowledged = is_acknowledged and not $3
                  from cbm_reading_records r
                 where r.record_id = $1 and r.originator = $2 and w.participant = $2
                   and w.record_id = r.content->'ofRecord'->>'recordId'
                """,
                entry.Body.RecordId, entry.Originator.Value, isWrongOffice);
        }
    }

    private static void Begin(
        RecordId record, ContentHash version, DateTimeOffset at, IEnumerable<ParticipantId> recipients,
        SqlChanges sql) =>
        sql.Add(
            """
            insert into cbm_reading_awaited as w (record_id, participant, content_hash, released_at)
            select o.record_id, p, $2, $3 from cbm_reading_own o, unnest($4::varchar[]) p
             where o.record_id = $1 and o.record_type = any ($5)
               and (not o.cleared ? 'addressees' or exists (
                 select 1 from jsonb_array_elements(o.cleared->'addressees') a
                  where a->>'participantId' = p and a->>'role' = 'action'))
            on conflict (record_id, participant) do update set content_hash = excluded.content_hash,
              released_at = excluded.released_at, is_acknowledged = false, is_answered = false
             where w.content_hash <> excluded.content_hash
            """,
            record.Value, version.Hex, at, recipients.Select(one => one.Value).ToArray(), Timed);
}
