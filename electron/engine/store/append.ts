import type { RemarkCode } from '../../../shared/domain/jobs.ts';
import type { PackedEvent, PreparedBatch, PreparedEvent } from './prepared.ts';
import { hashesAt } from './prepared.ts';
import type { StoredRecord } from './block.ts';
import type { SqlValue, WritableDb } from './connection.ts';
import { DAY_MS, dayOf, RETENTION_CLASS } from './days.ts';
import type { Dictionary } from './dictionary.ts';
import type { JobChange } from './job-records.ts';
import { moveJob, recordStep, type Met } from './job-writing.ts';
import { KnownEvents } from './known-events.ts';
import { bumpCounter, setMeta } from './meta.ts';
import { Positions, TIE_BITS, type Position } from './positions.ts';
import { storeRecords, type KeyRing } from './sealing.ts';
import { TERM_KIND, termToken } from './tokens.ts';

export interface SourceCursor {
  readonly name: string;
  readonly value: string;
}

export interface AppendResult {
  readonly stored: number;
  readonly duplicate: number;
  /** Of those stored: events that differ from one already kept under the same id and version. */
  readonly conflicting: number;
  readonly newestSeq: number;
}

export interface AppendInput {
  readonly batch: PreparedBatch;
  readonly packed: readonly PackedEvent[];
  readonly bytes: Uint8Array;
  readonly receivedAtMs: number;
  readonly cursor: SourceCursor | null;
  /** What a job leaves behind with these events. */
  readonly job: JobChange | null;
}

interface NewEvent {
  readonly event: PreparedEvent;
  readonly packed: PackedEvent;
  readonly leafHash: Buffer;
  readonly identity: Buffer;
  readonly conflictsWith: number | null;
  readonly seq: number;
  readonly position: Position;
}

/**
 * Stores a batch with its cursor in one transaction. Everything is inserted in the order of its B-tree, not of arrival:
 * under an encrypted cache a page touched once is a page encrypted once.
 */
export function append(
  db: WritableDb,
  dictionary: Dictionary,
  keys: KeyRing,
  input: AppendInput,
): AppendResult {
  return db.transaction(() => {
    const { fresh, duplicate, newestSeq, met } = chooseNew(db, input);
    const byPosition = fresh.toSorted(
      (a, b) => a.position.ms - b.position.ms || a.position.tie - b.position.tie,
    );
    const termIds = dictionary.termIds(input.batch.terms);
    const shapeIds = input.batch.shapes.map((shape) => dictionary.shapeId(shape));
    insertLeaves(db, fresh);
    insertIdentities(db, fresh);
    insertEvents(db, byPosition, termIds, shapeIds);
    countTerms(dictionary, fresh, termIds);
    countShapes(db, fresh, shapeIds);
    insertRaw(db, keys, fresh, input);
    queueForPosting(db, fresh, input.receivedAtMs);
    const conflicting = fresh.filter((entry) => entry.conflictsWith !== null).length;
    bumpCounter(db, 'events', fresh.length);
    bumpCounter(db, 'eventsWithUnmapped', fresh.filter(({ event }) => event.unmapped > 0).length);
    bumpCounter(db, 'conflicts', conflicting);
    if (input.cursor !== null) setMeta(db, `cursor/${input.cursor.name}`, input.cursor.value);
    if (input.job?.kind === 'step') recordStep(db, input.job.step, met);
    if (input.job?.kind === 'move') moveJob(db, input.job.move);
    return { stored: fresh.length, duplicate, conflicting, newestSeq };
  });
}

/** Tells new events from known ones and gives the new ones their numbers, in order of arrival. */
function chooseNew(
  db: WritableDb,
  input: AppendInput,
): { fresh: readonly NewEvent[]; duplicate: number; newestSeq: number; met: readonly Met[] } {
  const { events } = input.batch;
  const known = new KnownEvents(db);
  // In the order of the B-tree; the second pass below finds every page in the cache.
  const hashes = events.map((_, index) => hashesAt(input.batch, index));
  for (const { identity } of hashes.toSorted((a, b) => Buffer.compare(a.identity, b.identity)))
    known.find(identity);
  const positions = new Positions(db);
  let newestSeq = db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM leaf')?.seq ?? 0;
  const fresh: NewEvent[] = [];
  const met: Met[] = [];
  const isStep = input.job?.kind === 'step';
  for (const [index, event] of events.entries()) {
    const packed = input.packed[index];
    const own = hashes[index];
    if (packed === undefined || own === undefined) continue;
    const verdict = known.judge(event, own, packed);
    if (verdict.kind === 'duplicate') {
      if (isStep) met.push({ index, seq: verdict.seq, fresh: false, remark: null });
      continue;
    }
    newestSeq += 1;
    if (isStep) met.push({ index, seq: newestSeq, fresh: true, remark: remarkOn(known, packed, verdict) });
    known.add(verdict.identity, newestSeq, own.leafHash);
    fresh.push({
      event,
      packed,
      leafHash: own.leafHash,
      identity: verdict.identity,
      conflictsWith: verdict.conflictsWith,
      seq: newestSeq,
      position: positions.take(event.recordedMs),
    });
  }
  return { fresh, duplicate: events.length - fresh.length, newestSeq, met };
}

/** What only storing can find out; asked for jobs alone, so that following a server is not slowed. */
function remarkOn(
  known: KnownEvents,
  { origin, resourceId }: PackedEvent,
  verdict: { readonly identity: Buffer; readonly conflictsWith: number | null },
): RemarkCode | null {
  if (verdict.conflictsWith !== null) return 'item/conflict';
  if (origin === 'console' || resourceId === null) return null;
  return known.hasOtherVersion(verdict.identity) ? 'item/other-version' : null;
}

const POS = `(? << ${TIE_BITS}) | ?`;
const INSERT_LEAF = `INSERT INTO leaf (seq, hash, pos) VALUES (?, ?, ${POS})`;
const INSERT_WORDS = `INSERT INTO event_fts (rowid, words) VALUES (${POS}, ?)`;
const INSERT_EVENT = `
  INSERT INTO event (pos, seq, shape, agent, patient, place, other_agents, other_patients, unmapped, spill_ms, entity)
  VALUES (${POS}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

function insertLeaves(db: WritableDb, fresh: readonly NewEvent[]): void {
  for (const { seq, leafHash, position } of fresh) {
    db.run(INSERT_LEAF, seq, leafHash, position.ms, position.tie);
  }
  for (const { seq, conflictsWith } of fresh) {
    if (conflictsWith !== null)
      db.run('INSERT INTO conflict (seq, first_seq) VALUES (?, ?)', seq, conflictsWith);
  }
}

function insertIdentities(db: WritableDb, fresh: readonly NewEvent[]): void {
  for (const { identity, seq } of fresh.toSorted((a, b) => Buffer.compare(a.identity, b.identity))) {
    db.run('INSERT INTO identity (id, seq) VALUES (?, ?)', identity, seq);
  }
}

function insertEvents(
  db: WritableDb,
  fresh: readonly NewEvent[],
  termIds: readonly number[],
  shapeIds: readonly number[],
): void {
  const first = (terms: readonly number[]): SqlValue => termIds[terms[0] ?? -1] ?? null;
  for (const { seq, event, position } of fresh) {
    db.run(
      INSERT_EVENT,
      position.ms,
      position.tie,
      seq,
      shapeIds[event.shape] ?? 0,
      first(event.agents),
      first(event.patients),
      first(event.places),
      Math.max(0, event.agents.length - 1),
      Math.max(0, event.patients.length - 1),
      event.unmapped,
      position.spillMs,
      event.entity,
    );
  }
  for (const { event, position } of fresh) {
    db.run(INSERT_WORDS, position.ms, position.tie, indexedWords(event, termIds));
  }
}

function indexedWords(event: PreparedEvent, termIds: readonly number[]): string {
  let words = event.words;
  for (const term of event.agents) words += ` ${termToken(TERM_KIND.agent, termIds[term] ?? 0)}`;
  for (const term of event.patients) words += ` ${termToken(TERM_KIND.patient, termIds[term] ?? 0)}`;
  for (const term of event.places) words += ` ${termToken(TERM_KIND.place, termIds[term] ?? 0)}`;
  return words;
}

function countTerms(dictionary: Dictionary, fresh: readonly NewEvent[], termIds: readonly number[]): void {
  const uses = new Map<number, number>();
  for (const { event } of fresh) {
    for (const terms of [event.agents, event.patients, event.places]) {
      for (const term of terms) {
        const id = termIds[term] ?? 0;
        uses.set(id, (uses.get(id) ?? 0) + 1);
      }
    }
  }
  dictionary.addUses(uses);
}

function countShapes(db: WritableDb, fresh: readonly NewEvent[], shapeIds: readonly number[]): void {
  const counts = new Map<string, { readonly day: number; readonly shape: number; events: number }>();
  for (const { event } of fresh) {
    const day = dayOf(event.recordedMs);
    const key = `${day}/${event.shape}`;
    const entry = counts.get(key) ?? { day, shape: shapeIds[event.shape] ?? 0, events: 0 };
    entry.events += 1;
    counts.set(key, entry);
  }
  for (const { day, shape, events } of counts.values()) {
    db.run(
      `INSERT INTO rollup (day, shape, events) VALUES (?, ?, ?)
       ON CONFLICT (day, shape) DO UPDATE SET events = events + excluded.events`,
      day,
      shape,
      events,
    );
  }
}

function insertRaw(db: WritableDb, keys: KeyRing, fresh: readonly NewEvent[], input: AppendInput): void {
  const byDay = new Map<number, StoredRecord[]>();
  for (const { event, packed, seq } of fresh) {
    const record: StoredRecord = {
      seq,
      receivedAtMs: input.receivedAtMs,
      resourceId: packed.resourceId,
      versionId: packed.versionId,
      raw: input.bytes.subarray(packed.rawStart, packed.rawEnd),
    };
    const day = Math.floor(event.recordedMs / DAY_MS);
    const records = byDay.get(day);
    if (records === undefined) byDay.set(day, [record]);
    else records.push(record);
  }
  for (const [day, records] of byDay) storeRecords(db, keys, day, RETENTION_CLASS, records);
}

function queueForPosting(db: WritableDb, fresh: readonly NewEvent[], queuedAtMs: number): void {
  for (const { packed, seq } of fresh) {
    if (packed.origin === 'console')
      db.run('INSERT INTO outbox (seq, queued_ms) VALUES (?, ?)', seq, queuedAtMs);
  }
}
