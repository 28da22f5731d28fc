import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWritable, type WritableDb } from '../connection.ts';
import { searchSql } from '../search.ts';
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
    ['SELECT seq FROM outbox WHERE sent_ms IS NULL ORDER BY seq', /USING (COVERING )?INDEX outbox_waiting/],
    ['SELECT sum(events) FROM rollup WHERE day >= ? AND day < ?', /SEARCH rollup USING PRIMARY KEY/],
  ])('%s', (sql, plan) => {
    expect(explain(sql)).toMatch(plan);
    expect(explain(sql)).not.toContain('TEMP B-TREE');
  });
});
