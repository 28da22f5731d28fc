import { hash, type KeyObject } from 'node:crypto';
import type { AuditCursor, AuditFilter } from '../../../shared/domain/audit.ts';
import { hasCode } from '../../../shared/errors.ts';
import { openBlock, type StoredRecord } from './block.ts';
import type { ReadableDb, SqlValue } from './connection.ts';
import { dayName, dayOf, RETENTION_CLASS } from './days.ts';
import { jobNumber } from './job-reading.ts';
import { TIE_BITS } from './positions.ts';
import { leafHash } from './prepared.ts';
import type { Question } from './question.ts';
import { bounded, pageParams } from './search.ts';

/** Events that a person selected: by a filter, or what an import brought in or found there already. */
export type Selection = { readonly filter: AuditFilter } | { readonly importJobId: string };

/** One event of a selection, and the day whose key opens it. */
export interface SelectedEvent {
  readonly seq: number;
  /** A day number, see days.ts. */
  readonly day: number;
}

export interface SelectedPage {
  /** By day, then by arrival, as blocks lie. */
  readonly events: readonly SelectedEvent[];
  /** Where the next page begins; null at the end. */
  readonly next: AuditCursor | null;
}

/** The exact bytes of some events, in one buffer. An event whose bytes are not those that arrived has none. */
export interface RawEvents {
  readonly events: readonly { readonly seq: number; readonly bytes: RawBytes | null }[];
  readonly buffer: Uint8Array;
}

export interface RawBytes {
  readonly start: number;
  readonly end: number;
  /** Of the bytes themselves, in lower-case hex; the leaf hash is another. */
  readonly sha256: string;
}

interface PlacedSeq {
  readonly seq: number;
  readonly recordedMs: number;
}

const RECORDED_MS = `(e.pos >> ${TIE_BITS}) - e.spill_ms AS recordedMs`;

/**
 * Newest first, as in a search, among the events up to a `seq`: the bound stands inside the page, or what arrives meanwhile
 * would push others out of it.
 */
export const selectedByFilter = (byWords: boolean, later: boolean): string =>
  byWords
    ? `SELECT e.seq, ${RECORDED_MS} FROM event_fts CROSS JOIN event e ON e.pos = event_fts.rowid
       WHERE event_fts MATCH ? AND ${bounded('event_fts.rowid', later)} AND e.seq <= ?
       ORDER BY event_fts.rowid DESC LIMIT ?`
    : `SELECT e.seq, ${RECORDED_MS} FROM event e
       WHERE ${bounded('e.pos', later)} AND e.seq <= ? ORDER BY e.pos DESC LIMIT ?`;

/** In order of arrival: the ranges of a job neither overlap nor touch. */
export const SELECTED_BY_JOB = `
  SELECT l.seq, ${RECORDED_MS} FROM job_event r
  CROSS JOIN leaf l ON l.seq BETWEEN max(r.first_seq, ? + 1) AND min(r.last_seq, ?)
  CROSS JOIN event e ON e.pos = l.pos
  WHERE r.job = ? AND r.last_seq > ? ORDER BY r.first_seq, l.seq LIMIT ?`;

/** A page of a selection among the events up to `maxSeq`; events that arrive later change no page. */
export function selectedByQuestion(
  db: ReadableDb,
  question: Question,
  after: AuditCursor | null,
  { maxSeq, limit }: { readonly maxSeq: number; readonly limit: number },
): SelectedPage {
  if (question.impossible) return { events: [], next: null };
  const params: SqlValue[] = [...pageParams(question, after), maxSeq, limit];
  return pageOf(
    db.all<PlacedSeq>(selectedByFilter(question.match !== null, after !== null), ...params),
    limit,
  );
}

/** As {@link selectedByQuestion}, of what an import brought in or found. @throws job/not-found */
export function selectedByJob(
  db: ReadableDb,
  jobId: string,
  after: AuditCursor | null,
  { maxSeq, limit }: { readonly maxSeq: number; readonly limit: number },
): SelectedPage {
  const [job, afterSeq] = [jobNumber(db, jobId), after?.seq ?? 0];
  return pageOf(db.all<PlacedSeq>(SELECTED_BY_JOB, afterSeq, maxSeq, job, afterSeq, limit), limit);
}

/** How many events an import brought in or found. @throws job/not-found */
export function sizeOfJob(db: ReadableDb, jobId: string): number {
  const sql = 'SELECT sum(last_seq - first_seq + 1) AS events FROM job_event WHERE job = ?';
  return db.get<{ events: number | null }>(sql, jobNumber(db, jobId))?.events ?? 0;
}

export function newestSeq(db: ReadableDb): number {
  return db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM leaf')?.seq ?? 0;
}

function pageOf(found: readonly PlacedSeq[], limit: number): SelectedPage {
  const last = found.at(-1);
  const events = found
    .map(({ seq, recordedMs }): SelectedEvent => ({ seq, day: dayOf(recordedMs) }))
    .toSorted((a, b) => a.day - b.day || a.seq - b.seq);
  return { events, next: found.length === limit && last !== undefined ? last : null };
}

/**
 * The bytes of events, the first of them at least and then as many as fit into `maxBytes`: the answer may be shorter than
 * the question. Every block is opened once for neighbours that lie in it.
 */
export function rawEvents(
  db: ReadableDb,
  wanted: readonly SelectedEvent[],
  keyOf: (day: number) => KeyObject | null,
  maxBytes: number,
): RawEvents {
  const reader = new RawReader(db, keyOf);
  const events: RawEvents['events'][number][] = [];
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const one of wanted) {
    const raw = reader.read(one);
    if (raw !== null && events.length > 0 && size + raw.length > maxBytes) break;
    if (raw === null) {
      events.push({ seq: one.seq, bytes: null });
      continue;
    }
    parts.push(raw);
    events.push({
      seq: one.seq,
      bytes: { start: size, end: size + raw.length, sha256: hash('sha256', raw, 'hex') },
    });
    size += raw.length;
  }
  return { events, buffer: Buffer.concat(parts, size) };
}

const BLOCK_OF = `
  SELECT first_seq, last_seq, events, body FROM block
  WHERE day = ? AND class = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1`;

class RawReader {
  readonly #db: ReadableDb;
  readonly #keyOf: (day: number) => KeyObject | null;
  #block: { readonly day: number; readonly records: Map<number, StoredRecord> } | null = null;

  constructor(db: ReadableDb, keyOf: (day: number) => KeyObject | null) {
    this.#db = db;
    this.#keyOf = keyOf;
  }

  /** Null where the bytes are gone, cannot be opened, or are not those that were hashed on arrival. */
  read({ seq, day }: SelectedEvent): Uint8Array | null {
    const expected = this.#db.get<{ hash: Uint8Array }>('SELECT hash FROM leaf WHERE seq = ?', seq)?.hash;
    if (expected === undefined) return null;
    const raw = this.#fromBlock(seq, day) ?? this.#fromTail(seq) ?? this.#fromNextBlock(seq, day);
    return raw !== null && leafHash(raw).equals(expected) ? raw : null;
  }

  #fromBlock(seq: number, day: number): Uint8Array | null {
    return this.#block?.day === day ? (this.#block.records.get(seq)?.raw ?? null) : null;
  }

  #fromTail(seq: number): Uint8Array | null {
    return this.#db.get<{ raw: Uint8Array }>('SELECT raw FROM tail WHERE seq = ?', seq)?.raw ?? null;
  }

  #fromNextBlock(seq: number, day: number): Uint8Array | null {
    const row = this.#db.get<{ first_seq: number; last_seq: number; events: number; body: Uint8Array }>(
      BLOCK_OF,
      day,
      RETENTION_CLASS,
      seq,
    );
    const key = this.#keyOf(day);
    if (row === undefined || row.last_seq < seq || key === null) return null;
    const header = {
      day: dayName(day),
      retentionClass: RETENTION_CLASS,
      firstSeq: row.first_seq,
      lastSeq: row.last_seq,
      events: row.events,
    };
    try {
      const records = new Map(openBlock(key, header, row.body).map((record) => [record.seq, record]));
      this.#block = { day, records };
    } catch (error) {
      // The others of the selection are not to be lost for one damaged block.
      if (hasCode(error, 'store/corrupt')) return null;
      throw error;
    }
    return this.#fromBlock(seq, day);
  }
}
