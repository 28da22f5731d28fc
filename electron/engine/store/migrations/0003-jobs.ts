/**
 * Version 3: long work. A job's row holds where it goes on (`checkpoint`), what it has done and how often it was begun since
 * it last got on (`attempts`); `job_item` its lines; `job_event` which events an import brought in or found, as ranges of
 * `seq` that neither overlap nor touch.
 *
 * The identity of an event with an id is made anew from here on: its first bytes stand for the id alone, so that another
 * version of an event is found on the same page of the index. The identities of the older events stay and are looked for
 * as well (`identity/old`: the newest of them).
 */
export const jobs = `
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  about TEXT NOT NULL,
  params TEXT NOT NULL,
  checkpoint TEXT,
  unit TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER,
  accepted INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  remarked INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  resumptions INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  started_ms INTEGER,
  ended_ms INTEGER,
  error TEXT
);
CREATE INDEX job_open ON job (id) WHERE ended_ms IS NULL;

CREATE TABLE job_item (
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  code TEXT NOT NULL,
  file TEXT NOT NULL,
  position INTEGER NOT NULL,
  position_unit TEXT NOT NULL,
  PRIMARY KEY (job, number)
) WITHOUT ROWID;
CREATE INDEX job_item_by_verdict ON job_item (job, verdict, number);

CREATE TABLE job_event (
  job INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  PRIMARY KEY (job, first_seq)
) WITHOUT ROWID;

INSERT INTO meta (name, value)
  SELECT 'identity/old', max(seq) FROM leaf HAVING max(seq) IS NOT NULL;
`;
