-- Lock: creates one procedure, takes no lock that anyone waits for; milliseconds.
-- The one append path (design D1, D2). Everything the client has to say arrives before the lock is taken; lock,
-- checks, inserts and COMMIT then happen on the server alone, so a stopped client can never hold the lock. NOTIFY
-- follows the COMMIT in a transaction of its own: it is a hint, and within the first one it would make all
-- databases of the server wait for each other's fsync (PreCommit_Notify takes a lock that is held through the flush).
--
-- c: commands (numbered from 1)   s: stream appends   e: events     g: generations opened
-- o: own entries going out (stream -k: the k-th of g)  i: incoming batches   n: their entries   q: evidence
create procedure cbm_append(
  c_id uuid[], c_attempt uuid[], c_at timestamptz[], c_answer text[],
  c_correlation text[], c_causation text[], c_user text[], c_headers text[],
  s_request int[], s_id text[], s_expected bigint[], s_count int[],
  e_stream int[], e_ordinal int[], e_place int[], e_id uuid[], e_type text[], e_dotnet text[], e_data text[],
  g_request int[], g_originator text[], g_recipient text[], g_generation int[], g_size bigint[],
  o_request int[], o_stream int[], o_entry bytea[], o_statement bytea[], o_leaf bytea[], o_disclosures bytea[],
  i_request int[], i_stream int[], i_first bigint[], i_count int[],
  i_checkpoint bytea[], i_peaks bytea[], i_signed_at timestamptz[],
  n_incoming int[], n_ordinal int[], n_entry bytea[], n_statement bytea[], n_leaf bytea[], n_disclosures bytea[],
  q_request int[], q_id uuid[], q_peer text[], q_fault text[], q_sentence text[],
  q_sha256 bytea[], q_length bigint[], q_bytes bytea[], q_kept_max int,
  inout p_results jsonb)
language plpgsql as $$
declare
  v_base bigint;
  v_last bigint;
  v_gone int[] := '{}';
  v_more int[];
  v_live int[];
  v_held bigint[];
  v_archived boolean[];
  v_first bigint[];
  v_part jsonb;
begin
  -- A statement of its own: what follows reads a snapshot taken after the lock was got (READ COMMITTED).
  perform pg_advisory_xact_lock(hashtextextended(current_schema() || '.cbm_append', 0));
  p_results := '[]';

  select coalesce(jsonb_agg(jsonb_build_object('request', c.n, 'kind', 'repeated', 'attempt', k.attempt,
           'result', k.result)), '[]'), coalesce(array_agg(c.n::int), '{}')
    into v_part, v_more
    from unnest(c_id) with ordinality c(id, n) join cbm_commands k on k.command_id = c.id;
  p_results := p_results || v_part;
  v_gone := v_gone || v_more;

  -- Versions as they are under the lock; null for a stream that does not exist.
  select coalesce(array_agg(m.version order by s.n), '{}'), coalesce(array_agg(m.is_archived order by s.n), '{}')
    into v_held, v_archived
    from unnest(s_id) with ordinality s(id, n) left join mt_streams m on m.id = s.id;

  select coalesce(jsonb_agg(x.answer), '[]'), coalesce(array_agg(x.request), '{}') into v_part, v_more
    from (select distinct on (s.request) s.request, jsonb_build_object('request', s.request,
                 'kind', case when s.archived then 'archived' else 'version' end,
                 'stream', s.id, 'held', coalesce(s.held, 0)) as answer
            from unnest(s_request, s_id, s_expected, v_held, v_archived)
                 with ordinality s(request, id, expected, held, archived, n)
           where s.request <> all (v_gone)
             and (s.archived or (s.expected is not null and coalesce(s.held, 0) <> s.expected))
           order by s.request, s.n) x;
  p_results := p_results || v_part;
  v_gone := v_gone || v_more;

  select coalesce(jsonb_agg(x.answer), '[]'), coalesce(array_agg(x.request), '{}') into v_part, v_more
    from (select distinct on (a.request) a.request, jsonb_build_object('request', a.request,
                 'kind', case when p.closed then 'closed' else 'size' end,
                 'peer', p.number, 'held', p.size) as answer
            from (select request, stream, null::bigint as first from unnest(o_request, o_stream) o(request, stream)
                  union all
                  select request, stream, first from unnest(i_request, i_stream, i_first) i(request, stream, first)) a
            join cbm_peer_streams p on p.number = a.stream
           where a.request <> all (v_gone) and (p.closed or (a.first is not null and a.first <> p.size))
           order by a.request, p.number) x;
  p_results := p_results || v_part;
  v_gone := v_gone || v_more;

  -- A generation is later than the newest, and what it begins with was chosen from all entries of that one.
  select coalesce(jsonb_agg(jsonb_build_object('request', g.request,
           'kind', case when coalesce(p.generation, 1) >= g.generation then 'closed' else 'size' end,
           'peer', coalesce(p.number, 0), 'held', coalesce(p.size, 0))), '[]'),
         coalesce(array_agg(g.request), '{}')
    into v_part, v_more
    from unnest(g_request, g_originator, g_recipient, g_generation, g_size)
         g(request, originator, recipient, generation, size)
    left join lateral (
      select number, generation, size from cbm_peer_streams k
       where k.originator = g.originator and k.recipient = g.recipient order by generation desc limit 1) p on true
   where g.request <> all (v_gone)
     and (coalesce(p.generation, 1) >= g.generation or coalesce(p.size, 0) <> g.size);
  p_results := p_results || v_part;
  v_gone := v_gone || v_more;

  select coalesce(array_agg(n::int), '{}') into v_live
    from unnest(c_id) with ordinality c(id, n) where n <> all (v_gone);

  if cardinality(v_live) > 0 then
    select case when is_called then last_value else 0 end into v_base from mt_events_sequence;

    -- Positions run through the live requests in their order: v_first is where each one begins.
    select array_agg(x.first order by x.n), max(x.first + x.count) - 1 into v_first, v_last
      from (select c.n, k.count, v_base + 1 + sum(coalesce(k.count, 0)) over (order by c.n) - coalesce(k.count, 0)
                   as first
              from unnest(c_id) with ordinality c(id, n)
              left join (select request, sum(count) as count from unnest(s_request, s_count) s(request, count)
                          where request = any (v_live) group by request) k on k.request = c.n) x;

    insert into mt_streams (id, version, timestamp, created)
    select s.id, s.count, c_at[s.request], c_at[s.request]
      from unnest(s_request, s_id, s_count, v_held) s(request, id, count, held)
     where s.request = any (v_live) and s.held is null;

    update mt_streams m set version = s.held + s.count, timestamp = c_at[s.request]
      from unnest(s_request, s_id, s_count, v_held) s(request, id, count, held)
     where s.request = any (v_live) and s.held is not null and m.id = s.id;

    insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type,
                           correlation_id, causation_id, user_name, headers)
    select v_first[s_request[e.stream]] + e.place, e.id, s_id[e.stream], coalesce(v_held[e.stream], 0) + e.ordinal,
           e.data::jsonb, e.type, c_at[s_request[e.stream]], e.dotnet,
           c_correlation[s_request[e.stream]], c_causation[s_request[e.stream]], c_user[s_request[e.stream]],
           c_headers[s_request[e.stream]]::jsonb
      from unnest(e_stream, e_ordinal, e_place, e_id, e_type, e_dotnet, e_data)
           e(stream, ordinal, place, id, type, dotnet, data)
     where s_request[e.stream] = any (v_live);

    perform setval('mt_events_sequence', v_last);

    if cardinality(g_request) > 0 then
      insert into cbm_peer_streams (originator, recipient, generation, opened_at, changed_at)
      select g.originator, g.recipient, g.generation, c_at[g.request], c_at[g.request]
        from unnest(g_request, g_originator, g_recipient, g_generation) g(request, originator, recipient, generation)
       where g.request = any (v_live);

      update cbm_peer_streams p set closed = true
        from unnest(g_request, g_originator, g_recipient, g_generation) g(request, originator, recipient, generation)
       where g.request = any (v_live) and p.originator = g.originator and p.recipient = g.recipient
         and p.generation < g.generation and not p.closed;

      select coalesce(array_agg(coalesce(p.number, o.stream) order by o.n), '{}') into o_stream
        from unnest(o_stream) with ordinality o(stream, n)
        left join cbm_peer_streams p on o.stream < 0 and p.originator = g_originator[-o.stream]
         and p.recipient = g_recipient[-o.stream] and p.generation = g_generation[-o.stream];
    end if;

    insert into cbm_peer_entries (stream, index, entry, statement, leaf, disclosures)
    select o.stream, p.size + row_number() over (partition by o.stream order by o.n) - 1,
           o.entry, o.statement, o.leaf, o.disclosures
      from unnest(o_request, o_stream, o_entry, o_statement, o_leaf, o_disclosures)
           with ordinality o(request, stream, entry, statement, leaf, disclosures, n)
      join cbm_peer_streams p on p.number = o.stream
     where o.request = any (v_live);

    insert into cbm_peer_entries (stream, index, entry, statement, leaf, disclosures)
    select i_stream[n.incoming], i_first[n.incoming] + n.ordinal, n.entry, n.statement, n.leaf, n.disclosures
      from unnest(n_incoming, n_ordinal, n_entry, n_statement, n_leaf, n_disclosures)
           n(incoming, ordinal, entry, statement, leaf, disclosures)
     where i_request[n.incoming] = any (v_live);

    insert into cbm_quarantine (id, peer, fault, sentence, sha256, length, bytes, stored_at)
    select q.id, q.peer, q.fault, q.sentence, q.sha256, q.length,
           case when q_kept_max > (select count(*) from cbm_quarantine k where k.peer = q.peer and k.bytes <> '')
                then q.bytes else '' end,
           c_at[q.request]
      from unnest(q_request, q_id, q_peer, q_fault, q_sentence, q_sha256, q_length, q_bytes)
           q(request, id, peer, fault, sentence, sha256, length, bytes)
     where q.request = any (v_live);

    -- The answers are written before the sizes move, so that "size" is still the first index drawn.
    with versions as (
      select s.request, sum(s.count) as count,
             jsonb_agg(jsonb_build_array(s.id, coalesce(s.held, 0) + s.count)) as held
        from unnest(s_request, s_id, s_count, v_held) s(request, id, count, held)
       where s.request = any (v_live) group by s.request),
    numbered as (
      select o.request, o.stream, row_number() over (partition by o.stream order by o.n) - 1 as place
        from unnest(o_request, o_stream) with ordinality o(request, stream, n) where o.request = any (v_live)),
    runs as (
      select r.request, jsonb_agg(jsonb_build_array(r.stream, p.size + r.place, r.count) order by r.stream) as drawn
        from (select request, stream, min(place) as place, count(*) as count from numbered group by request, stream) r
        join cbm_peer_streams p on p.number = r.stream group by r.request),
    answers as (
      insert into cbm_commands (command_id, attempt, recorded_at, result)
      select c_id[v.request], c_attempt[v.request], c_at[v.request],
             jsonb_build_object('first', v_first[v.request], 'last', v_first[v.request] + v.count - 1,
                                'versions', v.held, 'drawn', r.drawn, 'answer', c_answer[v.request])
        from versions v left join runs r using (request)
      returning command_id, result)
    select jsonb_agg(jsonb_build_object('request', c.n, 'kind', 'appended', 'result', a.result)) into v_part
      from answers a join unnest(c_id) with ordinality c(id, n) on c.id = a.command_id;
    p_results := p_results || v_part;

    -- An own stream that was taken back after a restore carries the edge of that moment; it ends here.
    update cbm_peer_streams p
       set size = p.size + x.added, changed_at = x.at, peaks = null, checkpoint = null, signed_at = null
      from (select o.stream, count(*) as added, max(c_at[o.request]) as at
              from unnest(o_request, o_stream) o(request, stream) where o.request = any (v_live) group by o.stream) x
     where p.number = x.stream;

    update cbm_peer_streams p
       set size = i.first + i.count, checkpoint = i.checkpoint, peaks = i.peaks, signed_at = i.signed_at,
           changed_at = c_at[i.request]
      from unnest(i_request, i_stream, i_first, i_count, i_checkpoint, i_peaks, i_signed_at)
           i(request, stream, first, count, checkpoint, peaks, signed_at)
     where p.number = i.stream and i.request = any (v_live);
  end if;

  commit;

  if v_last is not null then
    perform pg_notify('cbm_log_' || current_schema(), v_last::text);
  end if;
end
$$;
