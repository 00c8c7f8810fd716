-- Lock: creates tables only, takes no lock that anyone waits for; milliseconds.
-- Peer streams (design D5): lean, append-only, nothing indexed but the place in the stream.

create table cbm_peer_streams (
  number     integer     not null generated always as identity primary key,
  originator text        not null,
  recipient  text        not null,
  generation integer     not null,
  size       bigint      not null default 0,
  closed     boolean     not null default false,
  opened_at  timestamptz not null,
  changed_at timestamptz not null,
  checkpoint bytea       null,
  peaks      bytea       null,
  signed_at  timestamptz null,
  constraint cbm_peer_streams_key unique (originator, recipient, generation)
) with (fillfactor = 70);

create table cbm_peer_entries (
  stream      integer not null,
  index       bigint  not null,
  entry       bytea   not null,
  statement   bytea   not null,
  leaf        bytea   not null,
  disclosures bytea   not null,
  constraint cbm_peer_entries_key primary key (stream, index)
);

-- Right edges of trees at fixed sizes, so that the edge at any size is a bounded fold away. A cache: may be emptied.
create table cbm_peer_edges (
  stream integer not null,
  size   bigint  not null,
  peaks  bytea   not null,
  constraint cbm_peer_edges_key primary key (stream, size)
);

-- What a peer sent and we refused; the event in the log names the evidence by its id.
create table cbm_quarantine (
  id        uuid        not null primary key,
  peer      text        not null,
  fault     text        not null,
  sentence  text        not null,
  sha256    bytea       not null,
  length    bigint      not null,
  bytes     bytea       not null,
  stored_at timestamptz not null
);

create index cbm_quarantine_peer on cbm_quarantine (peer, stored_at);
