-- Lock: creates tables only, takes no lock that anyone waits for; milliseconds.
-- The log in Marten's layout (design D1): same columns, keys and indexes, stream identity as varchar, metadata columns
-- present from the start. Left out on purpose: the foreign key from mt_events to mt_streams (0004).

create sequence mt_events_sequence as bigint cache 1;

create table mt_streams (
  id          varchar     not null,
  type        varchar     null,
  version     bigint      null,
  timestamp   timestamptz not null default now(),
  created     timestamptz not null default now(),
  tenant_id   varchar     default '*DEFAULT*',
  is_archived boolean     default false,
  constraint pkey_mt_streams_id primary key (id)
);

create table mt_events (
  seq_id         bigint       not null,
  id             uuid         not null,
  stream_id      varchar      null,
  version        bigint       not null,
  data           jsonb        not null,
  bdata          bytea        null,
  type           varchar(500) not null,
  timestamp      timestamptz  not null default now(),
  tenant_id      varchar      default '*DEFAULT*',
  mt_dotnet_type varchar      null,
  correlation_id varchar      null,
  causation_id   varchar      null,
  user_name      varchar      null,
  headers        jsonb        null,
  is_archived    boolean      default false,
  constraint pkey_mt_events_seq_id primary key (seq_id)
);

create unique index pk_mt_events_stream_and_version on mt_events (stream_id, version);

alter sequence mt_events_sequence owned by mt_events.seq_id;

create table mt_event_progression (
  name         varchar     not null,
  last_seq_id  bigint      null,
  last_updated timestamptz default now(),
  constraint pk_mt_event_progression primary key (name)
);

-- The first answer of each command; a repeat is answered from here (style D2).
create table cbm_commands (
  command_id  uuid        not null primary key,
  attempt     uuid        not null,
  recorded_at timestamptz not null,
  result      jsonb       not null
);
