-- Lock: creates tables only, takes no lock that anyone waits for; milliseconds.
-- The tables of the projection "readings": one for each question. They are built in an empty schema,
-- the live one or the one beside it during a rebuild.

-- Own published records and what peers released to us: what may be shown, exported and looked up.
create table cbm_reading_records (
  originator       varchar     not null,
  record_id        varchar     not null,
  is_own           boolean     not null,
  record_type      varchar     not null,
  context          varchar     not null,
  header           jsonb       not null,
  content          jsonb       not null,
  claim_paths      text[]      not null,
  content_hash     varchar     not null,
  marking          jsonb       null,
  state            varchar     not null,
  reference_number varchar     null,
  search           text        not null,
  relates_to       text[]      not null,
  attachments      text[]      not null,
  signature        varchar     not null,
  released_at      timestamptz not null,
  stored_at        timestamptz not null,
  withdrawal       jsonb       null,
  withdrawn_at     timestamptz null,
  narrowed_at      timestamptz null,
  -- What happened to it last, as the feed calls it, and when, by this node's clock.
  last_change      varchar     not null,
  changed_at       timestamptz not null,
  seq_id           bigint      not null,
  ordinal          bigint      not null,
  key_id           varchar     not null,
  constraint cbm_reading_records_key primary key (record_id, originator)
);
create index cbm_reading_records_reference on cbm_reading_records (reference_number);
create index cbm_reading_records_attachments on cbm_reading_records using gin (attachments) where not is_own;
-- What was written about a record: answers to it, and what names it as the request that it follows.
-- An index takes no long text, and a peer may send one: each of these takes more than any true value has, and no more.
create index cbm_reading_records_about on cbm_reading_records
  ((left(coalesce(content->>'requestId', content->'ofRecord'->>'recordId'), 64)))
  where coalesce(content->>'requestId', content->'ofRecord'->>'recordId') is not null;
-- What ends by itself, by its own words.
create index cbm_reading_records_ends on cbm_reading_records
  ((least(left(content->>'expiresAt', 64) collate "C", left(content->>'validUntil', 64) collate "C")))
  where not is_own and state = 'published' and content ?| array['expiresAt', 'validUntil'];
create index cbm_reading_records_type on cbm_reading_records (record_type, seq_id, ordinal);
create index cbm_reading_records_exercise on cbm_reading_records ((left(coalesce(header->>'exerciseId',
  content->>'exerciseId'), 101)))
  where record_type in ('exercise', 'exercise-notice', 'exercise-consent') or context = 'exercise';

-- Versions of held records that another version took the place of: history that stays readable, without named persons.
create table cbm_reading_earlier (
  originator   varchar     not null,
  record_id    varchar     not null,
  content_hash varchar     not null,
  content      jsonb       not null,
  marking      jsonb       not null,
  released_at  timestamptz not null,
  ended_as     varchar     not null,
  ended_at     timestamptz not null,
  correction   jsonb       null,
  seq_id       bigint      not null,
  ordinal      bigint      not null,
  constraint cbm_reading_earlier_key primary key (record_id, originator, content_hash)
);

-- Own records in all their states, drafts included. Nothing in it leaves the node.
create table cbm_reading_own (
  record_id        varchar     not null primary key,
  record_type      varchar     not null,
  context          varchar     not null,
  header           jsonb       not null,
  working          jsonb       not null,
  cleared          jsonb       null,
  record_version   int         not null,
  content_hash     varchar     null,
  state            varchar     not null,
  ever_released    boolean     not null default false,
  reference_number varchar     null,
  search           text        not null,
  return_reason    text        null,
  review_open      boolean     not null default false,
  stream_version   bigint      not null,
  authored_at      timestamptz not null,
  seq_id           bigint      not null
);
create index cbm_reading_own_reference on cbm_reading_own (reference_number);

-- What each recipient was given of an own record, and what is known about its arrival: facts that are never mixed.
create table cbm_reading_recipients (
  record_id       varchar     not null,
  participant     varchar     not null,
  content_hash    varchar     not null,
  claim_paths     text[]      not null,
  marking         jsonb       not null,
  content         jsonb       not null,
  released_at     timestamptz not null,
  withdrawn_at    timestamptz null,
  narrowed_at     timestamptz null,
  delivered_at    timestamptz null,
  acknowledged_at timestamptz null,
  duty_desk       varchar     null,
  acknowledgement_id varchar  null,
  responded_at    timestamptz null,
  response_id     varchar     null,
  holding_at      timestamptz null,
  holding_id      varchar     null,
  answer_by       timestamptz null,
  declined_at     timestamptz null,
  decline_id      varchar     null,
  wrong_office_at timestamptz null,
  wrong_office_id varchar     null,
  constraint cbm_reading_recipients_key primary key (record_id, participant)
);

-- Own record versions that were released to the public, with just the part that was: all that the public page can read.
-- Of a withdrawn record the content and the statement are gone from here.
create table cbm_reading_public (
  record_id         varchar     not null,
  content_hash      varchar     not null,
  header            jsonb       not null,
  content           jsonb       not null,
  statement         text        not null,
  disclosures       text[]      not null,
  released_at       timestamptz not null,
  ended_as          varchar     null,
  ended_at          timestamptz null,
  correction        jsonb       null,
  withdrawn_at      timestamptz null,
  withdrawal_reason varchar     null,
  changed_at        timestamptz not null,
  constraint cbm_reading_public_key primary key (record_id, content_hash)
);
create index cbm_reading_public_order on cbm_reading_public (changed_at, record_id) where ended_as is null;

-- Messages received.
create table cbm_reading_inbox (
  record_id             varchar     not null,
  originator            varchar     not null,
  content_hash          varchar     not null,
  context_rank          int         not null,
  precedence_rank       int         not null,
  stored_at             timestamptz not null,
  acknowledged_at       timestamptz null,
  duty_desk             varchar     null,
  acknowledgement_id    varchar     null,
  seq_id                bigint      not null,
  ordinal               bigint      not null,
  constraint cbm_reading_inbox_key primary key (record_id, originator)
);
create index cbm_reading_inbox_order on cbm_reading_inbox (context_rank, precedence_rank desc, seq_id, ordinal);

-- Messages that this node acknowledged before a backup was restored: the acknowledgement came back from the peer before
-- the message did, and the message is acknowledged when it arrives again.
create table cbm_reading_acknowledged (
  record_id             varchar     not null,
  originator            varchar     not null,
  content_hash          varchar     not null,
  acknowledged_at       timestamptz not null,
  duty_desk             varchar     null,
  acknowledgement_id    varchar     not null,
  constraint cbm_reading_acknowledged_key primary key (record_id, originator, content_hash)
);

-- Records of exercises in which this node does not take part, or outside their limits: kept in their stream, listed
-- here, and shown nowhere else. One line an entry: what was put aside stays so.
create table cbm_reading_aside (
  originator   varchar     not null,
  generation   int         not null,
  entry        bigint      not null,
  record_id    varchar     not null,
  record_type  varchar     not null,
  context      varchar     not null,
  exercise_id  varchar     not null,
  reason       varchar     not null,
  stored_at    timestamptz not null,
  withdrawn_at timestamptz null,
  seq_id       bigint      not null,
  ordinal      bigint      not null,
  constraint cbm_reading_aside_key primary key (originator, generation, entry)
);
create index cbm_reading_aside_order on cbm_reading_aside (seq_id, ordinal);
create index cbm_reading_aside_record on cbm_reading_aside (record_id, originator);

-- Every change of what was released to this participant, in the order in which it was stored.
create table cbm_reading_feed (
  seq_id      bigint  not null,
  ordinal     bigint  not null,
  change      varchar not null,
  originator  varchar not null,
  record_id   varchar not null,
  record_type varchar not null,
  context     varchar not null,
  constraint cbm_reading_feed_key primary key (seq_id, ordinal)
);
create index cbm_reading_feed_expired on cbm_reading_feed (record_id, originator) where change = 'expired';

-- Rows of public data sets: never a nomination, document or notification by the State they are about.
create table cbm_reading_reference (
  dataset     varchar not null,
  row_id      varchar not null,
  subject     varchar not null,
  fields      jsonb   not null,
  source      text    not null,
  source_date varchar null,
  imported_at timestamptz not null,
  search      text    not null,
  constraint cbm_reading_reference_key primary key (dataset, row_id)
);
create index cbm_reading_reference_subject on cbm_reading_reference (subject, dataset);

-- Entries whose statement did not open: kept under the name of their fault, never shown. Those that lacked a key are
-- tried again when one comes.
create table cbm_reading_unopened (
  originator varchar     not null,
  generation int         not null,
  entry      bigint      not null,
  recipient  varchar     not null,
  record_id  varchar     not null,
  fault      varchar     not null,
  stored_at  timestamptz not null,
  -- What the entry says of itself, for records that are newer than this software: shown as an envelope.
  entry_kind  varchar    null,
  record_type varchar    null,
  tlp         varchar    null,
  constraint cbm_reading_unopened_key primary key (originator, generation, entry)
);

-- Up to which entry each stream of a peer is applied: the third watermark.
create table cbm_reading_applied (
  originator varchar not null,
  generation int     not null,
  applied    bigint  not null,
  constraint cbm_reading_applied_key primary key (originator, generation)
);

-- Which case each version of a message belongs to: the one it states, else that of the message it answers, else the one
-- called as the message itself. Places say in which order they came here; content stays in the tables of records.
create table cbm_reading_case_messages (
  originator      varchar     not null,
  record_id       varchar     not null,
  content_hash    varchar     not null,
  is_own          boolean     not null,
  case_id         varchar     not null,
  is_stated       boolean     not null,
  of_record       varchar     null,
  of_hash         varchar     null,
  record_type     varchar     not null,
  context         varchar     not null,
  exercise_id     varchar     null,
  precedence_rank int         not null,
  released_at     timestamptz not null,
  stored_at       timestamptz not null,
  seq_id          bigint      not null,
  ordinal         bigint      not null,
  constraint cbm_reading_case_messages_key primary key (record_id, originator, content_hash)
);
create index cbm_reading_case_messages_case on cbm_reading_case_messages (case_id, seq_id, ordinal);
create index cbm_reading_case_messages_answered on cbm_reading_case_messages (of_record) where of_record is not null;

-- What officers keep about a case, as far as a list shows it. Nothing in it leaves the node.
create table cbm_reading_case_states (
  case_id       varchar     not null primary key,
  title         varchar     null,
  context       varchar     not null,
  exercise_id   varchar     null,
  closed_reason varchar     null,
  closed_at     timestamptz null,
  closed_seq    bigint      null,
  changed_at    timestamptz not null,
  seq_id        bigint      not null
);

-- From whom a human receipt of an own message is looked for: what timers run for, until one of the two is true.
create table cbm_reading_awaited (
  record_id       varchar     not null,
  participant     varchar     not null,
  content_hash    varchar     not null,
  released_at     timestamptz not null,
  is_acknowledged boolean     not null default false,
  is_answered     boolean     not null default false,
  constraint cbm_reading_awaited_key primary key (record_id, participant)
);
create index cbm_reading_awaited_open on cbm_reading_awaited (released_at)
 where not is_acknowledged and not is_answered;
