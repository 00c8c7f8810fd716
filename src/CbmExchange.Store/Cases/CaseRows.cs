using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Cases;

/// <summary>What messages and receipts do to the inbox and to what is known about own messages.</summary>
internal static class CaseRows
{
    private static readonly string[] Receipts = [.. RecordCatalogue.Codes(row => row.Family == RecordFamily.Receipt)];

    /// <summary>
    /// A message arrived, or another version of it: that one waits for an acknowledgement of its own. A response also
    /// is a fact about the message that it answers.
    /// </summary>
    public static void Arrive(HeldEntry entry, VerifiedStatement statement, SqlChanges sql)
    {
        sql.Add(
            """
            insert into cbm_reading_inbox as i (record_id, originator, content_hash, precedence_rank, stored_at, seq_id,
              ordinal, context_rank)
            select $1, $2, $3, $4, $5, $6, $7, $8 from cbm_reading_records r
             where r.record_id = $1 and r.originator = $2 and r.content_hash = $3
            on conflict (record_id, originator) do update set content_hash = excluded.content_hash,
              precedence_rank = excluded.precedence_rank, stored_at = excluded.stored_at, seq_id = excluded.seq_id,
              ordinal = excluded.ordinal, acknowledged_at = null, duty_desk = null, acknowledgement_id = null
             where i.content_hash <> excluded.content_hash
            """,
            entry.Body.RecordId, entry.Originator.Value, statement.ContentHash.Hex, RankOf(statement.Content.Claims),
            entry.StoredAt, entry.Position, entry.Ordinal, InboxGroups.RankOf(statement.Header.Context));
        sql.Add(
            """
            update cbm_reading_inbox i set acknowledged_at = a.acknowledged_at, duty_desk = a.duty_desk,
              acknowledgement_id = a.acknowledgement_id
              from cbm_reading_acknowledged a
             where i.record_id = $1 and i.originator = $2 and i.acknowledged_at is null
               and (a.record_id, a.originator, a.content_hash) = (i.record_id, i.originator, i.content_hash)
            """,
            entry.Body.RecordId, entry.Originator.Value);
        if (statement.Header.RecordType == RecordTypes.Reminder)
        {
            Remind(entry, sql);
        }

        Answer(entry, statement, sql);
    }

    // It came after the message was confirmed: nobody has to confirm anything.
    private static void Remind(HeldEntry entry, SqlChanges sql) =>
        sql.Add(
            """
            update cbm_reading_inbox i set acknowledged_at = m.acknowledged_at, duty_desk = m.duty_desk,
              acknowledgement_id = m.acknowledgement_id
              from cbm_reading_records r, cbm_reading_inbox m
             where i.record_id = $1 and i.originator = $2 and m.acknowledged_at is not null
               and (r.record_id, r.originator) = (i.record_id, i.originator)
               and m.record_id = r.content->'reminderOf'->>'recordId' and m.originator = i.originator
            """,
            entry.Body.RecordId, entry.Originator.Value);

    // Four facts that are never mixed: each keeps its first time, and points to what was said last.
    private static void Answer(HeldEntry entry, VerifiedStatement statement, SqlChanges sql)
    {
        var standing = AnswerStanding.Of(statement.Header.RecordType, statement.Content);
        if (standing is null || OfRecord(statement.Content.Claims) is not { } answered)
        {
            return;
        }

        var (at, id) = standing switch
        {
            AnswerStanding.Holding => ("holding_at", "holding_id"),
            AnswerStanding.Declined => ("declined_at", "decline_id"),
            AnswerStanding.WrongOffice => ("wrong_office_at", "wrong_office_id"),
            _ => ("responded_at", "response_id"),
        };
        sql.Add(
            $$"""
            update cbm_reading_recipients set {{at}} = coalesce({{at}}, $3), {{id}} = $4,
              answer_by = case when $5 then $6::timestamptz else answer_by end
             where record_id = $1 and participant = $2
            """,
            answered,
            entry.Originator.Value,
            entry.StoredAt,
            statement.Header.RecordId.Value,
            standing == AnswerStanding.Holding,
            new ReplyView(statement.Content).AnswerBy
        );
    }

    /// <summary>
    /// A peer says that it has, or that a human there confirmed, a message of ours. The first desk and time count; what
    /// they said last is pointed to, since a later one comes only with something new.
    /// </summary>
    public static void Receipt(HeldEntry entry, VerifiedStatement? acknowledgement, SqlChanges sql)
    {
        var receipt = entry.Body.Receipt;
        var isHuman = receipt.Level == ReceiptLevels.Acknowledged;
        var column = isHuman ? "acknowledged_at" : "delivered_at";
        sql.Add(
            $$"""
            update cbm_reading_recipients set {{column}} = coalesce({{column}}, $3),
              duty_desk = coalesce(duty_desk, $4::text), acknowledgement_id = coalesce($6::text, acknowledgement_id)
             where record_id = $1 and participant = $2 and content_hash = $5
            """,
            receipt.OfRecordId,
            entry.Originator.Value,
            receipt.At.ToDateTimeOffset(),
            isHuman ? DeskOf(acknowledgement) : null,
            Convert.ToHexStringLower(receipt.OfStatementSha256.Span),
            isHuman ? acknowledgement?.Header.RecordId.Value : null
        );
    }

    /// <summary>
    /// An own acknowledgement left: the message is acknowledged here too. One per desk; the first counts.
    /// </summary>
    public static void Acknowledge(RecordReleased released, SqlChanges sql) =>
        Acknowledge(released.RecordId, released.At, released.Recipients.Select(one => one.Participant), sql);

    /// <summary>
    /// An own acknowledgement came back after a backup was restored: its message is acknowledged, or will be when it
    /// arrives again (decision 0022).
    /// </summary>
    public static void Acknowledge(ReleaseTakenBack back, SqlChanges sql)
    {
        if (!RecordTypes.IsReceipt(back.Header.RecordType) || back.InReplyTo is not { } message)
        {
            return;
        }

        Acknowledge(back.RecordId, back.ReleasedAt, [back.Recipient], sql);
        sql.Add(
            """
            insert into cbm_reading_acknowledged (record_id, originator, content_hash, acknowledged_at, duty_desk,
              acknowledgement_id)
            select $2, $3, $4, $5, o.cleared->>'dutyDesk', o.record_id from cbm_reading_own o where o.record_id = $1
            on conflict do nothing
            """,
            back.RecordId.Value, message.RecordId.Value, message.Originator.Value, message.ContentHash.Hex,
            back.ReleasedAt);
    }

    // Whoever confirmed the message confirmed what reminded of it.
    private static void Acknowledge(
        RecordId record, DateTimeOffset at, IEnumerable<ParticipantId> originators, SqlChanges sql)
    {
        var from = originators.Select(originator => originator.Value).ToArray();
        sql.Add(
            """
            update cbm_reading_inbox i set acknowledged_at = $2, duty_desk = o.cleared->>'dutyDesk',
              acknowledgement_id = o.record_id
              from cbm_reading_own o
             where o.record_id = $1 and o.record_type = any ($4) and i.acknowledged_at is null
               and i.record_id = o.cleared->'ofRecord'->>'recordId'
               and i.content_hash = o.cleared->'ofRecord'->>'contentHash' and i.originator = any ($3)
            """,
            record.Value, at, from, Receipts);
        sql.Add(
            """
            update cbm_reading_inbox i set acknowledged_at = $2, duty_desk = o.cleared->>'dutyDesk',
              acknowledgement_id = o.record_id
              from cbm_reading_own o, cbm_reading_records r
             where o.record_id = $1 and o.record_type = any ($4) and i.acknowledged_at is null
               and i.originator = any ($3) and r.record_type = $5
               and (r.record_id, r.originator) = (i.record_id, i.originator)
               and r.content->'reminderOf'->>'recordId' = o.cleared->'ofRecord'->>'recordId'
            """,
            record.Value, at, from, Receipts, RecordTypes.Reminder);
    }

    private static int RankOf(JsonElement content) =>
        content.TryGetProperty("precedence", out var precedence)
            ? precedence.GetString() switch
            {
                "flash" => 3,
                "immediate" => 2,
                "priority" => 1,
                _ => 0,
            }
            : 0;

    private static string? OfRecord(JsonElement content) =>
        content.TryGetProperty("ofRecord", out var of) && of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty("recordId", out var id)
            ? id.GetString()
            : null;

    private static string? DeskOf(VerifiedStatement? acknowledgement) =>
        acknowledgement is not null && acknowledgement.Content.Claims.TryGetProperty("dutyDesk", out var desk)
            ? desk.GetString()
            : null;
}
