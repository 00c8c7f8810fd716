using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Cases;

/// <summary>
/// Which case a message belongs to, whichever of it and what it answers came first. What a peer states is trusted as
/// far as it may sort its own messages, never those of others: a message moves with the one it answers only where it
/// quotes the hash of that one's statement. A case that a peer calls as one of our messages is that message's:
/// the peer was told no other name.
/// </summary>
internal static class CaseMessageRows
{
    // Ids of peers are indexed, so that only what is one is taken for one.
    private const string Uuid = "'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'";

    private const string PutSql = $$"""
        insert into cbm_reading_case_messages (originator, record_id, content_hash, is_own, case_id, is_stated,
          of_record, of_hash, record_type, context, exercise_id, precedence_rank, released_at, stored_at, seq_id,
          ordinal)
        select r.originator, r.record_id, r.content_hash, r.is_own,
          coalesce(own.case_id, p.stated, t.case_id, p.target, r.record_id),
          p.stated is not null, p.target, p.hash, r.record_type, r.context, nullif(r.header->>'exerciseId', ''),
          case r.content->>'precedence' when 'flash' then 3 when 'immediate' then 2 when 'priority' then 1 else 0 end,
          r.released_at, r.stored_at, $4, $5
          from cbm_reading_records r
         cross join lateral (
           select (regexp_match(r.content->>'caseId', {{Uuid}}))[1] as stated,
             (regexp_match(coalesce(r.content->'ofRecord'->>'recordId', r.content->'relayOf'->>'recordId',
               r.content->'reminderOf'->>'recordId'), {{Uuid}}))[1] as target,
             (regexp_match(coalesce(r.content->'ofRecord'->>'contentHash', r.content->'reminderOf'->>'contentHash'),
               '^[0-9a-f]{64}$'))[1] as hash) p
          left join lateral (
            select m.case_id from cbm_reading_case_messages m where m.record_id = p.target
             order by (m.content_hash = p.hash) desc nulls last, (m.is_own <> r.is_own) desc, m.seq_id, m.ordinal
             limit 1) t on true
          left join lateral (
            select m.case_id from cbm_reading_case_messages m
             where m.record_id = p.stated and m.is_own and not r.is_own
             order by m.seq_id desc, m.ordinal desc limit 1) own on true
         where r.record_id = $1 and (($2::text is null and r.is_own) or r.originator = $2) and r.record_type = any ($3)
        on conflict do nothing
        """;

    // What waited for this message under its name goes with it to the case that it states.
    private const string MoveSql = """
        update cbm_reading_case_messages c set case_id = s.case_id
          from (select case_id, is_own, originator from cbm_reading_case_messages
                 where record_id = $1 and (($2::text is null and is_own) or originator = $2)
                 order by seq_id desc, ordinal desc limit 1) s
         where c.case_id = $1 and s.case_id <> $1 and not c.is_stated
           and ((c.record_id = $1 and c.originator = s.originator)
             or (c.record_id <> $1 and (s.is_own or exists (
               select 1 from cbm_reading_case_messages a join cbm_reading_case_messages v on v.content_hash = a.of_hash
                where a.of_record = $1 and v.record_id = $1 and v.originator = s.originator))))
        """;

    private static readonly string[] Types = [.. RecordCatalogue.Codes(row =>
        row.Family is RecordFamily.Message or RecordFamily.Receipt)];

    /// <summary>A message of a peer was disclosed to us, or a version of it.</summary>
    public static void Put(HeldEntry entry, SqlChanges sql) =>
        Put(entry.Body.RecordId, entry.Originator.Value, entry.Position, entry.Ordinal, sql);

    /// <summary>A version of an own message left, or came back after a backup was restored.</summary>
    public static void Put(RecordId record, LogPosition at, SqlChanges sql) =>
        Put(record.Value, null, at.Value, 0, sql);

    // No originator: this node.
    private static void Put(string record, string? originator, long position, long ordinal, SqlChanges sql)
    {
        sql.Add(PutSql, record, originator, Types, position, ordinal);
        sql.Add(MoveSql, record, originator);
    }

    /// <summary>
    /// A held message was destroyed: what it stated is gone, also when the tables are built anew; that it stood in its
    /// case is kept with the event, and what answers it stays there too.
    /// </summary>
    public static void Destroy(HeldContentDestroyed destroyed, SqlChanges sql)
    {
        sql.Add(
            """
            update cbm_reading_case_messages set case_id = coalesce($3::varchar, record_id),
              is_stated = $3::varchar is not null, of_record = null, of_hash = null, precedence_rank = 0
             where record_id = $1 and originator = $2 and not is_own
            """,
            destroyed.Record.Value, destroyed.Originator.Value, destroyed.Case?.Value);
        sql.Add(MoveSql, destroyed.Record.Value, destroyed.Originator.Value);
    }

    /// <summary>What officers keep about a case, for lists.</summary>
    public static void Keep(ICaseEvent kept, LogPosition at, SqlChanges sql)
    {
        var opened = kept as CaseOpened;
        sql.Add(
            """
            insert into cbm_reading_case_states as s (case_id, title, context, exercise_id, changed_at, seq_id)
            values ($1, $2::varchar, $3, $4::varchar, $5, $6)
            on conflict (case_id) do update set title = coalesce(excluded.title, s.title),
              changed_at = excluded.changed_at, seq_id = excluded.seq_id
            """,
            kept.Case.Value, opened?.Title, opened?.Context ?? "actual", opened?.ExerciseId, kept.At, at.Value);
        switch (kept)
        {
            case CaseClosed closed:
                sql.Add(
                    """
                    update cbm_reading_case_states set closed_reason = $2, closed_at = $3, closed_seq = $4
                     where case_id = $1
                    """,
                    kept.Case.Value, closed.Reason, closed.At, at.Value);
                break;
            case CaseReopened:
                sql.Add(
                    """
                    update cbm_reading_case_states set closed_reason = null, closed_at = null, closed_seq = null
                     where case_id = $1
                    """,
                    kept.Case.Value);
                break;
        }
    }
}
