import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWritable, type WritableDb } from '../connection.ts';
import { ITEMS, ITEMS_BY_VERDICT, OPEN_JOBS } from '../job-reading.ts';
import { OTHER_VERSION } from '../known-events.ts';
import { getMeta } from '../meta.ts';
import { searchSql } from '../search.ts';
import { SELECTED_BY_JOB, selectedByFilter } from '../selection.ts';
import { RANGE_AFTER, RANGE_BEFORE } from '../seq-ranges.ts';
import { bench, type Bench } from '../testing/samples.ts';
import { CURRENT_VERSION, migrate, MIGRATIONS, schemaVersion } from './migrate.ts';

let place: Bench;
let db: WritableDb;

beforeEach(() => {
  place = bench();
  db = openWritable({ file: place.file, databaseKey: place.databaseKey, cacheKiB: 1000, busyTimeoutMs: 100 });
});
afterEach(() => {
  db.close();
  place.remove();
});

/** A few rows in every table, as version 1 wrote them. */
function fillVersion1(target: WritableDb): void {
  target.script(`
    INSERT INTO term VALUES (1, 1, 'urn:staff|s1', 'Ada Adams', 2), (2, 2, 'Patient/p1', 'Paul Peters', 1);
    INSERT INTO term_fts (rowid, words) VALUES (1, 'Ada Adams'), (2, 'Paul Peters');
    INSERT INTO shape VALUES (1, '{"action":"R"}', 'R', '0');
    INSERT INTO leaf VALUES (1, zeroblob(32), 6400), (2, x'FF00', 6401), (3, x'AA', 6464);
    INSERT INTO event VALUES (6400, 1, 1, 1, 2, NULL, 0, 0, 0, 0, 'plan'), (6401, 2, 1, NULL, NULL, NULL, 0, 0, 1, 0, NULL),
      (6464, 3, 1, 1, NULL, NULL, 0, 0, 0, 1, 'x');
    INSERT INTO event_fts (rowid, words) VALUES (6400, 'dose read'), (6401, 'read'), (6464, 'dose');
    INSERT INTO rollup VALUES (0, 1, 3);
    INSERT INTO identity VALUES (x'01', 1), (x'02', 2), (x'03', 3);
    INSERT INTO alias VALUES (1, 'srv-1', '1', NULL);
    INSERT INTO tail VALUES (3, 0, 'hipaa', 5, 'r', NULL, x'7B7D');
    INSERT INTO block VALUES (0, 'hipaa', 1, 2, 2, x'00112233');
    INSERT INTO outbox VALUES (1, 10, 20), (2, 30, NULL), (3, 40, NULL);
    INSERT INTO meta VALUES ('cursor/fhir', '{"v":1}');`);
}

const explain = (sql: string): string =>
  db
    .all<{ detail: string }>(
      `EXPLAIN QUERY PLAN ${sql}`,
      ...Array.from({ length: sql.split('?').length - 1 }, () => 1),
    )
    .map(({ detail }) => detail)
    .join('\n');

describe('migrate', () => {
  it('leads step by step from nothing to the current version, and does nothing there', () => {
    for (let version = 0; version < CURRENT_VERSION; version += 1) {
      expect(schemaVersion(db)).toBe(version);
      migrate(db, version + 1);
    }
    expect(schemaVersion(db)).toBe(MIGRATIONS.length);
    migrate(db);
    expect(schemaVersion(db)).toBe(CURRENT_VERSION);
  });

  it('refuses a file whose places in time were made otherwise', () => {
    migrate(db);
    db.script("DELETE FROM meta WHERE name = 'layout'");
    expect(() => migrate(db)).toThrow(expect.objectContaining({ code: 'store/corrupt' }));
  });

  it('keeps every row of the version before, and what waited still waits', () => {
    migrate(db, 1);
    fillVersion1(db);
    const tables = ['meta', 'term', 'shape', 'leaf', 'event', 'rollup', 'identity', 'alias', 'tail', 'block'];
    const rows = (): unknown => tables.map((table) => [table, db.all(`SELECT * FROM ${table} ORDER BY 1`)]);
    const outbox = (): unknown => db.all('SELECT seq, queued_ms, sent_ms FROM outbox ORDER BY seq');
    const words = (): unknown => db.all('SELECT rowid FROM event_fts WHERE event_fts MATCH ?', 'dose');
    const before = [rows(), outbox(), words()];
    migrate(db, 2);
    expect([rows(), outbox(), words()]).toEqual(before);
    expect(db.all('SELECT seq FROM outbox WHERE sent_ms IS NULL AND refused_ms IS NULL')).toEqual([
      { seq: 2 },
      { seq: 3 },
    ]);
  });

  it('adds jobs to version 2 and changes no row; what had a name by then is still looked for under it', () => {
    migrate(db, 1);
    fillVersion1(db);
    migrate(db, 2);
    db.script('UPDATE outbox SET refused_ms = 7, refused_status = 400 WHERE seq = 2');
    const tables = [
      'term',
      'shape',
      'leaf',
      'event',
      'rollup',
      'identity',
      'alias',
      'tail',
      'block',
      'outbox',
    ];
    const rows = (): unknown => tables.map((table) => [table, db.all(`SELECT * FROM ${table} ORDER BY 1`)]);
    const before = rows();
    migrate(db, 3);
    expect(rows()).toEqual(before);
    expect(getMeta(db, 'cursor/fhir')).toBe('{"v":1}');
    expect(getMeta(db, 'identity/old')).toBe(3);
    for (const table of ['job', 'job_item', 'job_event'])
      expect(db.all(`SELECT * FROM ${table}`)).toEqual([]);
  });

  it('looks for no older names where there are no older events', () => {
    migrate(db);
    expect(getMeta(db, 'identity/old')).toBeNull();
  });

  it('refuses a version that it does not know', () => {
    db.script('PRAGMA user_version=77');
    expect(() => migrate(db)).toThrow(expect.objectContaining({ code: 'store/from-future' }));
  });
});

describe('plans', () => {
  beforeEach(() => migrate(db));

  const inTimeOrder = /SEARCH e USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/;
  const wordsInTimeOrder = /SCAN event_fts VIRTUAL TABLE INDEX \d+:[^\n]*M1/;

  it.each([
    ['time alone, first page', false, false, inTimeOrder],
    ['time alone, later page', false, true, inTimeOrder],
    ['words and terms, first page', true, false, wordsInTimeOrder],
    ['words and terms, later page', true, true, wordsInTimeOrder],
  ])('%s: walks in order from the cursor, with no sort and no scan', (_name, byWords, later, expected) => {
    const plan = explain(searchSql(byWords, later));
    expect(plan).toMatch(expected);
    expect(plan).not.toContain('TEMP B-TREE');
    expect(plan).not.toMatch(/SCAN (e|s|a|p|l)\b/);
  });

  it.each([
    ['SELECT seq FROM identity WHERE id = ?', /SEARCH identity USING PRIMARY KEY/],
    ['SELECT id, label FROM term WHERE key = ? AND kind = ?', /SEARCH term USING INDEX term_by_key/],
    ['SELECT count(*) FROM tail WHERE day = ? AND class = ?', /SEARCH tail USING COVERING INDEX tail_by_day/],
    [
      'SELECT body FROM block WHERE day = ? AND class = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1',
      /SEARCH block USING INDEX block_by_day/,
    ],
    [
      'SELECT seq FROM outbox WHERE sent_ms IS NULL AND refused_ms IS NULL ORDER BY seq',
      /USING (COVERING )?INDEX outbox_waiting/,
    ],
    [
      'SELECT count(*) FROM outbox WHERE refused_ms IS NOT NULL AND sent_ms IS NULL',
      /USING (COVERING )?INDEX outbox_refused/,
    ],
    [OPEN_JOBS, /USING INDEX job_open/],
    ['SELECT * FROM job WHERE job_id = ?', /SEARCH job USING INDEX sqlite_autoindex_job_1/],
    [ITEMS, /SEARCH job_item USING PRIMARY KEY \(job=\? AND number>\?\)/],
    [
      ITEMS_BY_VERDICT,
      /SEARCH job_item USING INDEX job_item_by_verdict \(job=\? AND verdict=\? AND number>\?\)/,
    ],
    [RANGE_BEFORE, /SEARCH job_event USING PRIMARY KEY \(job=\? AND first_seq<\?\)/],
    [RANGE_AFTER, /SEARCH job_event USING PRIMARY KEY \(job=\? AND first_seq>\?\)/],
    [OTHER_VERSION, /SEARCH identity USING PRIMARY KEY \(id>\? AND id<\?\)/],
    [SELECTED_BY_JOB, /SEARCH r USING PRIMARY KEY \(job=\?\)\nSEARCH l USING INTEGER PRIMARY KEY/],
    [selectedByFilter(true, true), wordsInTimeOrder],
    [selectedByFilter(false, true), inTimeOrder],
    ['SELECT sum(events) FROM rollup WHERE day >= ? AND day < ?', /SEARCH rollup USING PRIMARY KEY/],
  ])('%s', (sql, plan) => {
    expect(explain(sql)).toMatch(plan);
    expect(explain(sql)).not.toContain('TEMP B-TREE');
  });
});
