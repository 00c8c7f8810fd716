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
                sql.Add("""
                    update cbm_reading_own set working = $2::jsonb, header = $3::jsonb, record_version = $4,
                      state = 'draft', return_reason = null, authored_at = $5, search = $6 where record_id = $1
                    """, revised.Header.RecordId.Value, Text(revised.Content), SqlChanges.Json(revised.Header),
                    revised.Version, revised.At, SearchText.Of(revised.Content.Claims, SearchedFields));
                break;
            case RecordSubmitted submitted:
                SetState(submitted.RecordId, "in-clearance", sql);
                break;
            case RecordReturned returned:
                sql.Add("update cbm_reading_own set state = 'returned', return_reason = $2 where record_id = $1",
                    returned.RecordId.Value, returned.Reason);
                break;
            case RecordCleared cleared:
                sql.Add("""
                    update cbm_reading_own set state = 'cleared', cleared = working, content_hash = $2
                     where record_id = $1
                    """, cleared.RecordId.Value, cleared.ContentHash.Hex);
                break;
            case ContactNominated nominated:
                sql.Add("""
                    update cbm_reading_own set working = jsonb_set(working, '{nomination}', $2::jsonb)
                     where record_id = $1
                    """, nominated.RecordId.Value, nominated.Nomination.ToJson().GetRawText());
                break;
            case RecordReleased released:
                Release(stored, released, sql);
                break;
            case ReleaseNarrowed narrowed:
                Narrow(narrowed.RecordId, narrowed.Recipients.Select(one => one.Participant), narrowed.At, sql);
                break;
            case RecordWithdrawn withdrawn:
                Withdraw(withdrawn.RecordId, withdrawn.ReasonClass, withdrawn.Request, withdrawn.At, stored, sql);
                Tell(withdrawn.RecordId, withdrawn.Recipients.Select(one => one.Participant), withdrawn.At, sql);
                break;
            case RecordAbandoned abandoned:
                sql.Add("""
                    update cbm_reading_own
                       set state = case when ever_released then 'published' else 'abandoned' end where record_id = $1
                    """, abandoned.RecordId.Value);
                break;
            case BreakGlassUsed used:
                sql.Add("update cbm_reading_own set review_open = true where record_id = $1", used.RecordId.Value);
                break;
            case BreakGlassReviewed reviewed:
                sql.Add("update cbm_reading_own set review_open = false where record_id = $1",
                    reviewed.RecordId.Value);
                break;
            case PersonalDataKeyDestroyed destroyed:
                Erase(destroyed.RecordId, sql);
                break;
            default:
                TakenBackRows.Apply(stored, sql);
                break;
        }

        if (stored.StreamId.StartsWith(RecordStreamPrefix, StringComparison.Ordinal))
        {
            Touch(stored, sql);
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
        sql.Add("""
            update cbm_reading_own set state = 'published', ever_released = true where record_id = $1
            """, released.RecordId.Value);
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

    private static void Touch(StoredEvent stored, SqlChanges sql) => sql.Add("""
        update cbm_reading_own set stream_version = $2, seq_id = $3 where record_id = $1
        """, stored.StreamId[RecordStreamPrefix.Length..], stored.Version.Value, stored.Position.Value);

    private static string Text(RecordContent content) => content.Claims.GetRawText();

    /// <summary>The reference number of a content, where it has one.</summary>
    public static string? ReferenceOf(RecordContent content) =>
        content.Claims.TryGetProperty("referenceNumber", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
