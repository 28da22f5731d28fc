import type { KeyObject } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import { openBlock, type StoredRecord } from './block.ts';
import type { ReadableDb } from './connection.ts';
import { dayName, dayOf, RETENTION_CLASS, type DekName } from './days.ts';
import { leafHash } from './prepared.ts';
import { rowOf } from './search.ts';
import type { StoredEvent } from './protocol.ts';

interface TailRow {
  readonly received_ms: number;
  readonly resource_id: string | null;
  readonly version_id: string | null;
  readonly raw: Uint8Array;
}

interface BlockRow {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly events: number;
  readonly body: Uint8Array;
}

/** Which key opens the event, whether it lies in a block yet or not; null if there is no such event. */
export function dekNameOf(db: ReadableDb, seq: number): DekName | null {
  const row = rowOf(db, seq);
  return row === null
    ? null
    : { day: dayName(dayOf(Date.parse(row.recordedAt))), retentionClass: RETENTION_CLASS };
}

/**
 * One event whole, from the tail or from its block.
 *
 * @param key of the event's day; null where there is none, which is an error only if the event is sealed
 * @throws store/not-found; store/corrupt with the seq if the bytes are not those that were hashed on arrival;
 *   vault/key-missing
 */
export function readEvent(db: ReadableDb, seq: number, key: KeyObject | null): StoredEvent {
  const row = rowOf(db, seq);
  const hash = db.get<{ hash: Uint8Array }>('SELECT hash FROM leaf WHERE seq = ?', seq)?.hash;
  if (row === null || hash === undefined) throw notFound(seq);
  const waiting = db.get<TailRow>(
    'SELECT received_ms, resource_id, version_id, raw FROM tail WHERE seq = ?',
    seq,
  );
  const record: StoredRecord =
    waiting === undefined
      ? sealedRecord(db, seq, dayOf(Date.parse(row.recordedAt)), key)
      : {
          seq,
          receivedAtMs: waiting.received_ms,
          resourceId: waiting.resource_id,
          versionId: waiting.version_id,
          raw: waiting.raw,
        };
  if (!leafHash(record.raw).equals(hash)) throw damaged(seq);
  return {
    row,
    raw: new Uint8Array(record.raw),
    receivedAtMs: record.receivedAtMs,
    resourceId: record.resourceId,
    versionId: record.versionId,
    leafHash: Buffer.from(hash).toString('hex'),
    sealed: waiting === undefined,
  };
}

function sealedRecord(db: ReadableDb, seq: number, day: number, key: KeyObject | null): StoredRecord {
  const block = db.get<BlockRow>(
    `SELECT first_seq, last_seq, events, body FROM block
     WHERE day = ? AND class = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1`,
    day,
    RETENTION_CLASS,
    seq,
  );
  if (block === undefined || block.last_seq < seq) throw damaged(seq);
  if (key === null)
    throw new AppError('vault/key-missing', 'The key of this event is missing.', { detail: { seq } });
  const header = {
    day: dayName(day),
    retentionClass: RETENTION_CLASS,
    firstSeq: block.first_seq,
    lastSeq: block.last_seq,
    events: block.events,
  };
  const record = openBlock(key, header, block.body).find((candidate) => candidate.seq === seq);
  if (record === undefined) throw damaged(seq);
  return record;
}

const notFound = (seq: number): AppError =>
  new AppError('store/not-found', 'There is no such event in the store.', { detail: { seq } });

const damaged = (seq: number): AppError =>
  new AppError('store/corrupt', 'The bytes of an event are not those that arrived.', { detail: { seq } });
