using System.Text;
using CbmExchange.Testing;

namespace CbmExchange.Store.Tests;

/// <summary>
/// The log's tables are laid out as Marten 9 makes them with string stream identity (shared facts: decision 0004).
/// </summary>
public sealed class LogLayoutTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Marten = """
        mt_event_progression.last_seq_id bigint null
        mt_event_progression.last_updated timestamp with time zone null default
        mt_event_progression.name character varying not null
        mt_events.bdata bytea null
        mt_events.causation_id character varying null
        mt_events.correlation_id character varying null
        mt_events.data jsonb not null
        mt_events.headers jsonb null
        mt_events.id uuid not null
        mt_events.is_archived boolean null default
        mt_events.mt_dotnet_type character varying null
        mt_events.seq_id bigint not null
        mt_events.stream_id character varying null
        mt_events.tenant_id character varying null default
        mt_events.timestamp timestamp with time zone not null default
        mt_events.type character varying(500) not null
        mt_events.user_name character varying null
        mt_events.version bigint not null
        mt_streams.created timestamp with time zone not null default
        mt_streams.id character varying not null
        mt_streams.is_archived boolean null default
        mt_streams.tenant_id character varying null default
        mt_streams.timestamp timestamp with time zone not null default
        mt_streams.type character varying null
        mt_streams.version bigint null
        index mt_event_progression pk_mt_event_progression unique (name)
        index mt_events pk_mt_events_stream_and_version unique (stream_id, version)
        index mt_events pkey_mt_events_seq_id unique (seq_id)
        index mt_streams pkey_mt_streams_id unique (id)
        sequence mt_events_sequence cache 1 owned by mt_events.seq_id

        """;

    [Fact]
    public async Task Tables_columns_keys_and_sequence_are_those_of_Marten_without_its_foreign_key()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);

        Assert.Equal(Marten.ReplaceLineEndings("\n"), await DescribeAsync(schema));
        Assert.Equal(0L, await postgres.QueryAsync(
            $"select count(*) from pg_constraint where contype = 'f' and connamespace = '{schema}'::regnamespace"));
    }

    [Fact]
    public async Task Events_carry_the_alias_the_dotnet_type_the_time_and_contiguous_versions()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await store.AppendAsync(Make.Append("record-1", count: 2));

        Assert.Equal(
            "test_counted|CbmExchange.Store.Tests.Counted, CbmExchange.Store.Tests|1,2|2|*DEFAULT*|false",
            await postgres.QueryAsync(
                "select concat_ws('|', min(e.type), min(e.mt_dotnet_type), string_agg(e.version::text, ',' order by "
                + "seq_id), "
                + $"max(s.version), min(e.tenant_id), bool_or(e.is_archived)::text) from {schema}.mt_events e "
                + $"join {schema}.mt_streams s on s.id = e.stream_id where e.timestamp is not null"));
        Assert.Equal(2L, await postgres.QueryAsync($"select last_value from {schema}.mt_events_sequence"));
    }

    private async Task<string> DescribeAsync(string schema)
    {
        var text = new StringBuilder();
        await using var command = postgres.Source.CreateCommand($"""
            select line from (
              select 1 as part,
                     c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                     || case when a.attnotnull then ' not null' else ' null' end
                     || case when a.atthasdef then ' default' else '' end as line
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
               where c.relnamespace = '{schema}'::regnamespace and c.relkind = 'r' and c.relname like 'mt\_%'
              union all
              select 2, 'index ' || t.relname || ' ' || i.relname
                     || case when x.indisunique then ' unique (' else ' (' end
                     || (select string_agg(pg_get_indexdef(x.indexrelid, n, true), ', ' order by n)
                           from generate_series(1, x.indnatts) n) || ')'
                from pg_index x join pg_class i on i.oid = x.indexrelid
                join pg_class t on t.oid = x.indrelid
               where t.relnamespace = '{schema}'::regnamespace and t.relname like 'mt\_%'
              union all
              select 3, 'sequence ' || s.relname || ' cache ' || q.seqcache || ' owned by '
                     || t.relname || '.' || a.attname
                from pg_class s join pg_sequence q on q.seqrelid = s.oid
                join pg_depend d on d.objid = s.oid and d.deptype = 'a'
                join pg_class t on t.oid = d.refobjid
                join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
               where s.relnamespace = '{schema}'::regnamespace and s.relname like 'mt\_%') x
            order by part, line collate "C"
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            text.Append(reader.GetString(0)).Append('\n');
        }

        return text.ToString();
    }
}
