import type { KeyObject } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { sealBlock, type StoredRecord } from './block.ts';
import type { WritableDb } from './connection.ts';
import { dayName, type DekName } from './days.ts';

/** Compression stops gaining at some hundred events; opening one event means opening its block. */
export const BLOCK_EVENTS = 256;

interface TailRow {
  readonly seq: number;
  readonly received_ms: number;
  readonly resource_id: string | null;
  readonly version_id: string | null;
  readonly raw: Uint8Array;
}

/** The data keys that the writer was given. */
export class KeyRing {
  readonly #keys = new Map<string, KeyObject>();

  add(entries: readonly (readonly [name: DekName, key: KeyObject])[]): void {
    for (const [name, key] of entries) this.#keys.set(`${name.day}/${name.retentionClass}`, key);
  }

  get(name: DekName): KeyObject {
    const key = this.#keys.get(`${name.day}/${name.retentionClass}`);
    if (key === undefined) throw new AppError('vault/key-missing', 'The key of an event day is missing.');
    return key;
  }
}

/**
 * Stores the bytes of new events of one day and class: together with those that wait in the tail they fill as many
 * blocks as they can, the rest waits. Run it within the transaction that stores the events. Blocks of a day and class
 * never overlap in `seq`: the oldest go first, and later events have greater numbers.
 */
export function storeRecords(
  db: WritableDb,
  keys: KeyRing,
  day: number,
  retentionClass: string,
  fresh: readonly StoredRecord[],
): void {
  const waiting = tailCount(db, day, retentionClass);
  if (waiting + fresh.length < BLOCK_EVENTS) {
    for (const record of fresh) insertTail(db, day, retentionClass, record);
    return;
  }
  const records = [...takeTail(db, day, retentionClass), ...fresh];
  const full = records.length - (records.length % BLOCK_EVENTS);
  for (let start = 0; start < full; start += BLOCK_EVENTS) {
    insertBlock(db, keys, day, retentionClass, records.slice(start, start + BLOCK_EVENTS));
  }
  for (const record of records.slice(full)) insertTail(db, day, retentionClass, record);
}

/** Seals what waits of one day and class, however little. Run it in a transaction of its own. */
export function sealTail(db: WritableDb, keys: KeyRing, day: number, retentionClass: string): number {
  const records = takeTail(db, day, retentionClass);
  for (let start = 0; start < records.length; start += BLOCK_EVENTS) {
    insertBlock(db, keys, day, retentionClass, records.slice(start, start + BLOCK_EVENTS));
  }
  return records.length;
}

/** Days before `today` whose newest waiting event came at or before `receivedBeforeMs`: nothing more is to be expected. */
export function daysDue(
  db: WritableDb,
  today: number,
  receivedBeforeMs: number,
): readonly { readonly day: number; readonly retentionClass: string }[] {
  return db.all(
    `SELECT day, class AS retentionClass FROM tail WHERE day < ? GROUP BY day, class
     HAVING max(received_ms) <= ? ORDER BY day`,
    today,
    receivedBeforeMs,
  );
}

function tailCount(db: WritableDb, day: number, retentionClass: string): number {
  const sql = 'SELECT count(*) AS events FROM tail WHERE day = ? AND class = ?';
  return db.get<{ events: number }>(sql, day, retentionClass)?.events ?? 0;
}

function takeTail(db: WritableDb, day: number, retentionClass: string): StoredRecord[] {
  const rows = db.all<TailRow>(
    `SELECT seq, received_ms, resource_id, version_id, raw FROM tail WHERE day = ? AND class = ? ORDER BY seq`,
    day,
    retentionClass,
  );
  db.run('DELETE FROM tail WHERE day = ? AND class = ?', day, retentionClass);
  return rows.map((row) => ({
    seq: row.seq,
    receivedAtMs: row.received_ms,
    resourceId: row.resource_id,
    versionId: row.version_id,
    raw: row.raw,
  }));
}

function insertTail(db: WritableDb, day: number, retentionClass: string, record: StoredRecord): void {
  db.run(
    `INSERT INTO tail (seq, day, class, received_ms, resource_id, version_id, raw) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    record.seq,
    day,
    retentionClass,
    record.receivedAtMs,
    record.resourceId,
    record.versionId,
    record.raw,
  );
}

function insertBlock(
  db: WritableDb,
  keys: KeyRing,
  day: number,
  retentionClass: string,
  records: readonly StoredRecord[],
): void {
  const name = { day: dayName(day), retentionClass };
  const { header, body } = sealBlock(keys.get(name), name, records);
  db.run(
    `INSERT INTO block (day, class, first_seq, last_seq, events, body) VALUES (?, ?, ?, ?, ?, ?)`,
    day,
    retentionClass,
    header.firstSeq,
    header.lastSeq,
    header.events,
    body,
  );
}
