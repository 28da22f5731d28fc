import assert from 'node:assert/strict';
import { createHash, type KeyObject } from 'node:crypto';
import { openBlock } from '../../electron/engine/store/block.ts';
import { openReadable, type ReadableDb } from '../../electron/engine/store/connection.ts';
import { dayName } from '../../electron/engine/store/days.ts';
import type { DekName } from '../../electron/engine/store/store.ts';
import { leafHash } from '../../electron/engine/store/prepared.ts';

export interface Whole {
  readonly events: number;
  /** Over all leaf hashes in order: the same for the same events. */
  readonly digest: string;
  readonly waiting: number;
  /** Of each day: how many events wait and how many are sealed. */
  readonly days: ReadonlyMap<string, { readonly waiting: number; readonly sealed: number }>;
}

interface RawRow {
  readonly seq: number;
  readonly day: number;
  readonly raw: Uint8Array;
}

interface BlockRow {
  readonly day: number;
  readonly class: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly events: number;
  readonly body: Uint8Array;
}

export function readStore<Result>(
  file: string,
  databaseKey: Uint8Array,
  read: (db: ReadableDb) => Result,
): Result {
  const db = openReadable({ file, databaseKey, cacheKiB: 4096, busyTimeoutMs: 1_000 });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/**
 * Looks at everything in a store: SQLite finds no fault; every event stands in each table once, and its bytes once, in the
 * tail or in one block; the bytes are those that were hashed when they came. Throws where one of it does not hold.
 */
export function wholeStore(
  file: string,
  databaseKey: Uint8Array,
  keyOf: (name: DekName) => KeyObject,
): Whole {
  return readStore(file, databaseKey, (db) => {
    assert.deepEqual(db.all('PRAGMA quick_check'), [{ quick_check: 'ok' }]);
    const leaves = db.all<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM leaf ORDER BY seq');
    const events = leaves.length;
    assert.deepEqual(countedIn(db), {
      counter: events,
      days: events,
      distinct: events,
      indexed: events,
      newest: events,
      projected: events,
    });
    const found = rawOf(db, keyOf);
    assert.equal(found.length, events, 'as many raw events as leaves');
    const bytes = new Map(found.map((row) => [row.seq, row]));
    const all = createHash('sha256');
    for (const { seq, hash } of leaves) {
      assert.deepEqual(leafHash(bytes.get(seq)?.raw ?? new Uint8Array()), Buffer.from(hash), `leaf ${seq}`);
      all.update(hash);
    }
    const days = new Map<string, { waiting: number; sealed: number }>();
    for (const { day, isSealed } of found) {
      const counts = days.get(dayName(day)) ?? { waiting: 0, sealed: 0 };
      counts[isSealed ? 'sealed' : 'waiting'] += 1;
      days.set(dayName(day), counts);
    }
    const waiting = found.filter(({ isSealed }) => !isSealed).length;
    return { events, digest: all.digest('hex'), waiting, days };
  });
}

function countedIn(db: ReadableDb): unknown {
  return db.get(`SELECT
    coalesce((SELECT value FROM meta WHERE name = 'count/events'), 0) AS counter,
    (SELECT coalesce(sum(events), 0) FROM rollup) AS days,
    (SELECT count(DISTINCT seq) FROM event) AS "distinct",
    (SELECT count(*) FROM event_fts) AS indexed,
    (SELECT coalesce(max(seq), 0) FROM leaf) AS newest,
    (SELECT count(*) FROM event) AS projected`);
}

function rawOf(db: ReadableDb, keyOf: (name: DekName) => KeyObject): (RawRow & { isSealed: boolean })[] {
  const waiting = db.all<RawRow>('SELECT seq, day, raw FROM tail');
  const blocks = db.all<BlockRow>('SELECT day, class, first_seq, last_seq, events, body FROM block');
  const sealed = blocks.flatMap((block) => {
    const name = { day: dayName(block.day), retentionClass: block.class };
    const header = {
      ...name,
      firstSeq: block.first_seq,
      lastSeq: block.last_seq,
      events: block.events,
    };
    const records = openBlock(keyOf(name), header, block.body);
    return records.map(({ seq, raw }) => ({ seq, raw, day: block.day, isSealed: true }));
  });
  return [...waiting.map(({ seq, day, raw }) => ({ seq, day, raw, isSealed: false })), ...sealed];
}
