-- Lock: creates one table in a schema of its own; milliseconds.
create table event_counts (
  type    text        not null primary key,
  count   bigint      not null,
  last_at timestamptz not null
);
