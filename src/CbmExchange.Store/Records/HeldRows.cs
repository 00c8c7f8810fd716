using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Records;

/// <summary>What a peer's entries do to the tables of held records and of the feed.</summary>
internal static class HeldRows
{
    /// <summary>
    /// What a statement says when its key was announced as compromised; the same when it is opened later.
    /// </summary>
    private const string InDoubt = "authenticity in doubt: its key was announced as compromised";

    private const string PutSql = """
        with put as (
          insert into cbm_reading_records (originator, record_id, is_own, record_type, context, header, content,
            claim_paths, content_hash, marking, state, reference_number, search, relates_to, attachments, signature,
            released_at, stored_at, seq_id, ordinal, key_id, narrowed_at, last_change, changed_at)
          values ($1, $2, false, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9::jsonb, 'published', $10::text, $11, $12,
            $13, $14, $15, $16, $17, $18, $19, $21::timestamptz, $20, $16)
          on conflict (record_id, originator) do update set header = excluded.header, content = excluded.content,
            claim_paths = excluded.claim_paths, content_hash = excluded.content_hash, marking = excluded.marking,
            reference_number = excluded.reference_number, search = excluded.search,
            relates_to = excluded.relates_to, attachments = excluded.attachments, signature = excluded.signature,
            released_at = excluded.released_at, stored_at = excluded.stored_at, seq_id = excluded.seq_id,
            ordinal = excluded.ordinal, key_id = excluded.key_id, narrowed_at = excluded.narrowed_at,
            last_change = excluded.last_change, changed_at = excluded.changed_at
           where cbm_reading_records.state <> 'withdrawn' and cbm_reading_records.context = excluded.context
             and cbm_reading_records.record_type = excluded.record_type
             and (cbm_reading_records.content_hash, cbm_reading_records.content, cbm_reading_records.claim_paths,
                  cbm_reading_records.marking, cbm_reading_records.relates_to, cbm_reading_records.released_at,
                  cbm_reading_records.narrowed_at)
               is distinct from (excluded.content_hash, excluded.content, excluded.claim_paths, excluded.marking,
                  excluded.relates_to, excluded.released_at, excluded.narrowed_at)
          returning record_id)
        insert into cbm_reading_feed (seq_id, ordinal, change, originator, record_id, record_type, context)
        select $17, $18, $20, $1, put.record_id, $3, $4 from put
        """;

    /// <summary>
    /// A version that was disclosed to us. A withdrawal that came earlier wins (domain.md §4.18 replay), and type and
    /// context of a record never change: a version that would change them is kept as unopened. What says just what is
    /// held, as the beginning of a new generation does, changes nothing. Only what took effect is told to the feed.
    /// </summary>
    public static void Put(HeldEntry entry, VerifiedStatement statement, SqlChanges sql)
    {
        var header = statement.Header;
        RefuseChange(entry, header, sql);
        EarlierRows.Keep(entry, statement, sql);
        sql.Add(
            PutSql,
            header.Originator.Value,
            header.RecordId.Value,
            header.RecordType,
            header.Context,
            SqlChanges.Json(header),
            statement.Content.Claims.GetRawText(),
            statement.DisclosedPaths.Select(path => path.ToString()).ToArray(),
            statement.ContentHash.Hex,
            SqlChanges.Json(ToDomain(entry.Body.Marking)),
            OwnRows.ReferenceOf(statement.Content),
            SearchText.Of(statement.Content.Claims, OwnRows.SearchedFields),
            entry.Body.RelatesTo.ToArray(),
            AttachmentHashes.Of(statement.Content.Claims).ToArray(),
            statement.KeyInDoubt ? InDoubt : "signature valid",
            entry.Body.ReleasedAt.ToDateTimeOffset(),
            entry.StoredAt,
            entry.Position,
            entry.Ordinal,
            statement.KeyId.Hex,
            ChangeOf(entry.Body),
            entry.Body.NarrowedAt?.ToDateTimeOffset()
        );
    }

    private static void RefuseChange(HeldEntry entry, RecordHeader header, SqlChanges sql) =>
        sql.Add(
            """
            insert into cbm_reading_unopened (originator, generation, entry, recipient, record_id, fault, stored_at)
            select $1, $2, $3, '', $4, 'CONTEXT_OR_TYPE_CHANGED', $7 from cbm_reading_records r
             where r.record_id = $4 and r.originator = $1 and (r.record_type <> $5 or r.context <> $6)
            on conflict do nothing
            """,
            header.Originator.Value,
            entry.Generation,
            entry.Index,
            header.RecordId.Value,
            header.RecordType,
            header.Context,
            entry.StoredAt
        );

    /// <summary>
    /// A key was announced as compromised: what it signed is shown with a warning from now on (design D9).
    /// </summary>
    public static void Doubt(PeerKeyChanged compromised, SqlChanges sql) =>
        sql.Add(
            "update cbm_reading_records set signature = $3 where originator = $1 and key_id = $2 and not is_own",
            compromised.Peer.Value,
            compromised.KeySha256,
            InDoubt
        );

    /// <summary>The originator no longer stands by it: a tombstone that stays.</summary>
    public static void Withdraw(HeldEntry entry, SqlChanges sql)
    {
        var withdrawal = SqlChanges.Json(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["reasonClass"] = entry.Body.Withdrawal.ReasonClass,
                ["request"] = entry.Body.Withdrawal.Request,
            }
        );
        sql.Add(
            """
            with gone as (
              update cbm_reading_records set state = 'withdrawn', withdrawal = $3::jsonb, withdrawn_at = $4,
                seq_id = $5,
                ordinal = $6, last_change = 'withdrawn', changed_at = $7
               where record_id = $1 and originator = $2 and state <> 'withdrawn'
              returning originator, record_id, record_type, context)
            insert into cbm_reading_feed (seq_id, ordinal, change, originator, record_id, record_type, context)
            select $5, $6, 'withdrawn', originator, record_id, record_type, context from gone
            """,
            entry.Body.RecordId,
            entry.Originator.Value,
            withdrawal,
            entry.Body.ReleasedAt.ToDateTimeOffset(),
            entry.Position,
            entry.Ordinal,
            entry.StoredAt
        );
    }

    /// <summary>
    /// This participant was taken out of the release: what is here stays readable, and says so everywhere.
    /// </summary>
    public static void Narrow(HeldEntry entry, SqlChanges sql) =>
        sql.Add(
            """
            with out as (
              update cbm_reading_records set narrowed_at = $3, seq_id = $4, ordinal = $5, last_change = 'narrowed',
                changed_at = $6
               where record_id = $1 and originator = $2 and state <> 'withdrawn' and narrowed_at is null
              returning originator, record_id, record_type, context)
            insert into cbm_reading_feed (seq_id, ordinal, change, originator, record_id, record_type, context)
            select $4, $5, 'narrowed', originator, record_id, record_type, context from out
            """,
            entry.Body.RecordId,
            entry.Originator.Value,
            entry.Body.ReleasedAt.ToDateTimeOffset(),
            entry.Position,
            entry.Ordinal,
            entry.StoredAt
        );

    /// <summary>The statement did not open: named, never shown.</summary>
    public static void Refuse(HeldEntry entry, ParticipantId recipient, StatementFault fault, SqlChanges sql) =>
        sql.Add(
            """
            insert into cbm_reading_unopened (originator, generation, entry, recipient, record_id, fault, stored_at,
              entry_kind, record_type, tlp)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing
            """,
            entry.Originator.Value,
            entry.Generation,
            entry.Index,
            recipient.Value,
            Word(entry.Body.RecordId),
            fault.Name,
            entry.StoredAt,
            Word(entry.Body.Kind),
            Word(entry.Body.RecordType),
            Word(entry.Body.Marking?.Tlp ?? "")
        );

    // An entry that did not open may hold anything; what is no word is left out.
    private static string Word(string text) =>
        text.Length <= ReadableText.WordLengthMax && !text.Contains('\0') ? text : "";

    /// <summary>The third watermark.</summary>
    public static void Applied(ParticipantId originator, int generation, PeerSequence to, SqlChanges sql) =>
        sql.Add(
            """
            insert into cbm_reading_applied (originator, generation, applied) values ($1, $2, $3)
            on conflict (originator, generation) do update set applied = greatest(cbm_reading_applied.applied,
              excluded.applied)
            """,
            originator.Value,
            generation,
            to.Value
        );

    private static string ChangeOf(PeerEntry body) =>
        body.Kind switch
        {
            EntryKinds.Widened => "widened",
            EntryKinds.Corrected => "corrected",
            _ => body.ReplacesSha256.IsEmpty ? "published" : "superseded",
        };

    private static Domain.Release.Marking? ToDomain(Marking? marking) =>
        marking is null
            ? null
            : new()
            {
                Tlp = marking.Tlp,
                Pap = marking.Pap.Length == 0 ? null : marking.Pap,
                IepId = marking.IepId.Length == 0 ? null : marking.IepId,
                Onward = marking.OnwardSharing,
                HandlingNotes =
                [
                    .. marking.HandlingNotes.Select(note => new Domain.Release.HandlingNote(note.Lang, note.Text)),
                ],
            };
}
