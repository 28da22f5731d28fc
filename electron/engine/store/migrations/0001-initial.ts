/** How `pos` is made. A file of another making holds other times under the same numbers. */
export const LAYOUT = 'ms<<4';

/**
 * Version 1.
 *
 * `pos` is the place of an event in time: `recorded_ms << 4 | tie`, the tie counting events of the same millisecond in
 * order of arrival. It is the key of `event` and the rowid of `event_fts`, so that both are in time order by themselves:
 * no index on time, no sort, and any question with words, persons or places is one walk backwards through FTS5 from the
 * cursor. Persons, places, action and outcome are words of that index too (private-use characters, tokens.ts), which
 * replaces link tables and their random writes. See docs/decisions/0005-store.md.
 */
export const initial = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('layout', '${LAYOUT}');

CREATE TABLE term (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  uses INTEGER NOT NULL
);
CREATE UNIQUE INDEX term_by_key ON term (key, kind);
CREATE VIRTUAL TABLE term_fts USING fts5 (
  words, content='', contentless_delete=1, detail='none', tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE shape (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  action TEXT,
  outcome TEXT
);

CREATE TABLE leaf (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, pos INTEGER);

CREATE TABLE event (
  pos INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  shape INTEGER NOT NULL,
  agent INTEGER,
  patient INTEGER,
  place INTEGER,
  other_agents INTEGER NOT NULL,
  other_patients INTEGER NOT NULL,
  unmapped INTEGER NOT NULL,
  spill_ms INTEGER NOT NULL,
  entity TEXT
);
CREATE VIRTUAL TABLE event_fts USING fts5 (
  words, content='', contentless_delete=1, detail='none', tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE rollup (
  day INTEGER NOT NULL,
  shape INTEGER NOT NULL,
  events INTEGER NOT NULL,
  PRIMARY KEY (day, shape)
) WITHOUT ROWID;

CREATE TABLE identity (id BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (
  seq INTEGER PRIMARY KEY,
  resource_id TEXT NOT NULL,
  version_id TEXT,
  hash BLOB
);
CREATE TABLE conflict (seq INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL);

CREATE TABLE tail (
  seq INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  class TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  resource_id TEXT,
  version_id TEXT,
  raw BLOB NOT NULL
);
CREATE INDEX tail_by_day ON tail (day, class);

CREATE TABLE block (
  day INTEGER NOT NULL,
  class TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  events INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX block_by_day ON block (day, class, first_seq);

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,
  queued_ms INTEGER NOT NULL,
  sent_ms INTEGER
);
CREATE INDEX outbox_waiting ON outbox (seq) WHERE sent_ms IS NULL;
`;
