-- Lock: creates tables only, takes no lock that anyone waits for; milliseconds.

-- An event that a projection could not fold; the projection stands still until someone decides (style D3).
create table cbm_dead_letters (
  projection varchar     not null,
  seq_id     bigint      not null,
  reason     text        not null,
  stored_at  timestamptz not null,
  skipped    boolean     not null default false,
  constraint cbm_dead_letters_key primary key (projection, seq_id)
);

-- One key per subject (a record) under the master key; a destroyed key keeps its row and loses its bytes (D5).
create table cbm_personal_keys (
  key_id       uuid        not null primary key,
  subject      text        not null,
  wrapped      bytea       null,
  created_at   timestamptz not null,
  destroyed_at timestamptz null
);

create unique index cbm_personal_keys_live on cbm_personal_keys (subject) where wrapped is not null;
