using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Records;

/// <summary>What own events do to the tables of own records and of what each recipient was given.</summary>
internal static class OwnRows
{
    /// <summary>Own records live in streams of this name (src/README.md).</summary>
    public const string RecordStreamPrefix = "record-";

    /// <summary>Fields searched in the library: what a reader would type.</summary>
    public static ReadOnlySpan<string> SearchedFields =>
        new[]
        {
            "subject", "title", "abstract", "issuingBody", "officeName", "organisation", "topics", "summary", "topic",
            "name", "teamName", "term", "definition", "product", "description", "mandate", "statement", "cveId",
        };

    public static void Apply(StoredEvent stored, SqlChanges sql)
    {
        switch (stored.Body)
        {
            case RecordDrafted drafted:
                Draft(stored, drafted, sql);
                break;
            case RecordRevised revised:
                Move(stored, revised.Header.RecordId, """
                    working = $4::jsonb, header = $5::jsonb, record_version = $6, state = 'draft',
                      return_reason = null, authored_at = $7, search = $8
                    """, sql, Text(revised.Content), SqlChanges.Json(revised.Header), revised.Version, revised.At,
                    SearchText.Of(revised.Content.Claims, SearchedFields));
                break;
            case RecordSubmitted submitted:
                Move(stored, submitted.RecordId, "state = 'in-clearance'", sql);
                break;
            case RecordReturned returned:
                Move(stored, returned.RecordId, "state = 'returned', return_reason = $4", sql, returned.Reason);
                break;
            case RecordCleared cleared:
                Move(stored, cleared.RecordId, "state = 'cleared', cleared = working, content_hash = $4", sql,
                    cleared.ContentHash.Hex);
                break;
            case ContactNominated nominated:
                Move(stored, nominated.RecordId, "working = jsonb_set(working, '{nomination}', $4::jsonb)", sql,
                    nominated.Nomination.ToJson().GetRawText());
                break;
            case RecordReleased released:
                Release(stored, released, sql);
                break;
            case ReleaseNarrowed narrowed:
                Narrow(narrowed.RecordId, narrowed.Recipients.Select(one => one.Participant), narrowed.At, sql);
                Touch(stored, sql);
                break;
            case RecordWithdrawn withdrawn:
                Withdraw(withdrawn.RecordId, withdrawn.ReasonClass, withdrawn.Request, withdrawn.At, stored, sql);
                Tell(withdrawn.RecordId, withdrawn.Recipients.Select(one => one.Participant), withdrawn.At, sql);
                Touch(stored, sql);
                break;
            case RecordAbandoned abandoned:
                Move(stored, abandoned.RecordId,
                    "state = case when ever_released then 'published' else 'abandoned' end", sql);
                break;
            case BreakGlassUsed used:
                Move(stored, used.RecordId, "review_open = true", sql);
                break;
            case BreakGlassReviewed reviewed:
                Move(stored, reviewed.RecordId, "review_open = false", sql);
                break;
            case PersonalDataKeyDestroyed destroyed:
                Erase(destroyed.RecordId, sql);
                Touch(stored, sql);
                break;
            default:
                TakenBackRows.Apply(stored, sql);
                Touch(stored, sql);
                break;
        }
    }

    private static void Draft(StoredEvent stored, RecordDrafted drafted, SqlChanges sql) => sql.Add("""
        insert into cbm_reading_own (record_id, record_type, context, header, working, record_version, state,
          reference_number, stream_version, authored_at, seq_id, search)
        values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, 'draft', $7::text, $8, $9, $10, $11)
        """, drafted.Header.RecordId.Value, drafted.Header.RecordType, drafted.Header.Context,
        SqlChanges.Json(drafted.Header), Text(drafted.Content), drafted.Version,
        ReferenceOf(drafted.Content), stored.Version.Value, drafted.At, stored.Position.Value,
        SearchText.Of(drafted.Content.Claims, SearchedFields));

    private static void Release(StoredEvent stored, RecordReleased released, SqlChanges sql)
    {
        Move(stored, released.RecordId, "state = 'published', ever_released = true", sql);
        sql.Add("""
            insert into cbm_reading_records (originator, record_id, is_own, record_type, context, header, content,
              claim_paths, content_hash, marking, state, reference_number, search, relates_to, attachments, signature,
              released_at, stored_at, seq_id, ordinal, key_id, last_change, changed_at)
            select o.header->>'originator', o.record_id, true, o.record_type, o.context, o.header, o.cleared, '{}', $2,
              null, 'published', o.reference_number, o.search, '{}', '{}', 'own record', $3, $3, $4, 0, '',
              'published', $3
              from cbm_reading_own o where o.record_id = $1
            on conflict (record_id, originator) do update set header = excluded.header, content = excluded.content,
              content_hash = excluded.content_hash, search = excluded.search, released_at = excluded.released_at,
              seq_id = excluded.seq_id, changed_at = excluded.changed_at,
              last_change = case when cbm_reading_records.content_hash = excluded.content_hash
                then cbm_reading_records.last_change else 'superseded' end
            """, released.RecordId.Value, released.ContentHash.Hex, released.At, stored.Position.Value);
        foreach (var recipient in released.Recipients)
        {
            Give(released, recipient, sql);
        }
    }

    private static void Give(RecordReleased released, RecipientRelease recipient, SqlChanges sql) => sql.Add("""
        insert into cbm_reading_recipients (record_id, participant, content_hash, claim_paths, marking, content,
          released_at, narrowed_at)
        select $1, $2, $3, $4, $5::jsonb, o.cleared, $6, $7::timestamptz from cbm_reading_own o where o.record_id = $1
        on conflict (record_id, participant) do update set content_hash = excluded.content_hash,
          claim_paths = excluded.claim_paths, marking = excluded.marking, content = excluded.content,
          released_at = excluded.released_at, narrowed_at = excluded.narrowed_at,
          delivered_at = case when cbm_reading_recipients.content_hash = excluded.content_hash
            then cbm_reading_recipients.delivered_at end,
          acknowledged_at = case when cbm_reading_recipients.content_hash = excluded.content_hash
            then cbm_reading_recipients.acknowledged_at end
        """, released.RecordId.Value, recipient.Participant.Value, released.ContentHash.Hex,
        recipient.Paths.Select(path => path.ToString()).ToArray(), SqlChanges.Json(recipient.Marking), released.At,
        recipient.NarrowedAt);

    /// <summary>The record is withdrawn.</summary>
    public static void Withdraw(
        RecordId record, string reasonClass, string request, DateTimeOffset at, StoredEvent stored, SqlChanges sql)
    {
        var withdrawal = SqlChanges.Json(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reasonClass"] = reasonClass,
            ["request"] = request,
        });
        SetState(record, "withdrawn", sql);
        sql.Add("""
            update cbm_reading_records set state = 'withdrawn', withdrawal = $2::jsonb, withdrawn_at = $3, seq_id = $4,
               last_change = 'withdrawn', changed_at = $3
             where record_id = $1 and is_own
            """, record.Value, withdrawal, at, stored.Position.Value);
    }

    /// <summary>Some of its holders were taken out of the release.</summary>
    public static void Narrow(
        RecordId record, IEnumerable<ParticipantId> participants, DateTimeOffset at, SqlChanges sql) =>
        sql.Add("update cbm_reading_recipients set narrowed_at = $2 where record_id = $1 and participant = any ($3)",
            record.Value, at, participants.Select(participant => participant.Value).ToArray());

    /// <summary>Some of its holders were told so.</summary>
    public static void Tell(
        RecordId record, IEnumerable<ParticipantId> told, DateTimeOffset at, SqlChanges sql) =>
        sql.Add("update cbm_reading_recipients set withdrawn_at = $2 where record_id = $1 and participant = any ($3)",
            record.Value, at, told.Select(participant => participant.Value).ToArray());

    // The names are gone from the log with their key; the answers made from it must not keep them (design D5).
    private static void Erase(RecordId record, SqlChanges sql)
    {
        sql.Add(
            """
            update cbm_reading_own set working = working - 'persons', cleared = cleared - 'persons' where record_id = $1
            """,
            record.Value);
        sql.Add("update cbm_reading_recipients set content = content - 'persons' where record_id = $1", record.Value);
        sql.Add(
            "update cbm_reading_records set content = content - 'persons' where record_id = $1 and "
                + "is_own", record.Value);
    }

    private static void SetState(RecordId record, string state, SqlChanges sql) =>
        sql.Add("update cbm_reading_own set state = $2 where record_id = $1", record.Value, state);

    // What an event changes in the row of its record, with how far that has come: the row is long, and is written once.
    private static void Move(StoredEvent stored, RecordId record, string set, SqlChanges sql, params object?[] more) =>
        sql.Add(
            $"update cbm_reading_own set stream_version = $2, seq_id = $3, {set} where record_id = $1",
            [record.Value, stored.Version.Value, stored.Position.Value, .. more]);

    private static void Touch(StoredEvent stored, SqlChanges sql)
    {
        if (stored.StreamId.StartsWith(RecordStreamPrefix, StringComparison.Ordinal))
        {
            sql.Add("update cbm_reading_own set stream_version = $2, seq_id = $3 where record_id = $1",
                stored.StreamId[RecordStreamPrefix.Length..], stored.Version.Value, stored.Position.Value);
        }
    }

    private static string Text(RecordContent content) => content.Claims.GetRawText();

    /// <summary>The reference number of a content, where it has one.</summary>
    public static string? ReferenceOf(RecordContent content) =>
        content.Claims.TryGetProperty("referenceNumber", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
