import { createHash, hash as hashOf } from 'node:crypto';
import type { AuditOrigin } from '../../../shared/domain/audit.ts';
import type { EventProjection, IncomingEvent, ProjectedTerm } from '../audit/projection.ts';
import { dayName, dayOf, RETENTION_CLASS, type DekName } from './days.ts';
import {
  actionToken,
  consoleToken,
  joinedUuids,
  outcomeToken,
  TERM_KIND,
  unmappedToken,
  withoutPrivateUse,
} from './tokens.ts';
import type { TermKind } from './tokens.ts';

export type ProjectEvent = (raw: Uint8Array) => EventProjection;

/** An event as it crosses to the preparing thread: its bytes stand in one buffer with those of its batch. */
export interface PackedEvent {
  readonly origin: AuditOrigin;
  readonly resourceId: string | null;
  readonly versionId: string | null;
  readonly alias: string | null;
  readonly rawStart: number;
  readonly rawEnd: number;
}

/** What many events of a batch have in common; kept once in `shape`. Roll-ups count shapes by day. */
export interface EventShape {
  readonly origin: AuditOrigin;
  readonly recordedMissing: boolean;
  readonly action: EventProjection['action'];
  readonly outcome: EventProjection['outcome'];
  readonly type: string;
  readonly subtype: string | null;
  readonly purposes: readonly string[];
}

export interface PreparedTerm extends ProjectedTerm {
  readonly kind: TermKind;
}

/** All of an event that costs thought: parsed, hashed, its words chosen. Terms and shape are indices into the batch. */
export interface PreparedEvent {
  readonly recordedMs: number;
  readonly shape: number;
  readonly agents: readonly number[];
  readonly patients: readonly number[];
  readonly places: readonly number[];
  readonly entity: string | null;
  readonly words: string;
  readonly unmapped: number;
  /** Identity of the console event that this one is a copy of, if the event claims one. */
  readonly aliasOf: Buffer | null;
}

export interface PreparedBatch {
  readonly events: readonly PreparedEvent[];
  /** Leaf hash and identity of each event, one after the other: as objects of their own they would cost more to move
   * between threads than to make. See {@link hashesAt}. */
  readonly hashes: Buffer;
  readonly terms: readonly PreparedTerm[];
  /** JSON of {@link EventShape}, which is also its key. */
  readonly shapes: readonly string[];
  readonly dekNames: readonly DekName[];
}

const LEAF_BYTES = 32;
const IDENTITY_BYTES = 16;
const HASH_BYTES = LEAF_BYTES + IDENTITY_BYTES;
const MIN_MS = Date.parse('0000-01-01T00:00:00Z');
const MAX_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** RFC 6962, 2.1: the hash of a leaf. */
export function leafHash(raw: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(raw).digest();
}

/** Leaf hash and identity of the event with this index, as views. */
export function hashesAt(
  batch: Pick<PreparedBatch, 'hashes'>,
  index: number,
): {
  readonly leafHash: Buffer;
  readonly identity: Buffer;
} {
  const at = index * HASH_BYTES;
  return {
    leafHash: batch.hashes.subarray(at, at + LEAF_BYTES),
    identity: batch.hashes.subarray(at + LEAF_BYTES, at + HASH_BYTES),
  };
}

/** The first bytes of an identity stand for the event's id, the rest for its version. */
export const RESOURCE_BYTES = 12;

/**
 * Sixteen bytes that stand for a source's name of an event; files carry the names that a FHIR server gave. An event
 * without an id is known by its bytes. A hostile server may choose names that collide: then an event is told from the
 * other by its bytes and both are kept, as in every conflict.
 */
export function identityOf(
  origin: AuditOrigin,
  resourceId: string | null,
  versionId: string | null,
  hash: Uint8Array,
): Buffer {
  if (resourceId === null) return digest(Buffer.concat([Buffer.from('leaf\0'), hash]));
  if (origin === 'console') return digest(JSON.stringify([origin, resourceId, null]));
  const identity = digest(JSON.stringify(['fhir', resourceId]));
  identity.set(
    digest(JSON.stringify(['fhir', resourceId, versionId])).subarray(RESOURCE_BYTES),
    RESOURCE_BYTES,
  );
  return identity;
}

/** The identity that version 2 of the store gave an event of the audit server. */
export function oldIdentityOf(resourceId: string, versionId: string | null): Buffer {
  return digest(JSON.stringify(['fhir', resourceId, versionId]));
}

function digest(name: string | Buffer): Buffer {
  return hashOf('sha256', name, 'buffer').subarray(0, IDENTITY_BYTES);
}

/** The identity of an event that differs from the one already kept under its id and version. */
export function conflictIdentity(identity: Uint8Array, hash: Uint8Array): Buffer {
  return createHash('sha256')
    .update('conflict\0')
    .update(identity)
    .update(hash)
    .digest()
    .subarray(0, IDENTITY_BYTES);
}

/** Projects, hashes and names every event of a batch. Pure: no database, any thread. */
export function prepare(
  events: readonly PackedEvent[],
  bytes: Uint8Array,
  receivedAtMs: number,
  project: ProjectEvent,
): PreparedBatch {
  const terms = new Interned<PreparedTerm>();
  const shapes = new Interned<string>();
  const days = new Set<number>();
  const termIds = (kind: TermKind, list: readonly ProjectedTerm[]): number[] => [
    ...new Set(list.map((term) => terms.of(`${kind}${term.key}`, () => ({ kind, ...clean(term) })))),
  ];

  const hashes = Buffer.alloc(events.length * HASH_BYTES);
  const prepared = events.map((event, index): PreparedEvent => {
    const raw = bytes.subarray(event.rawStart, event.rawEnd);
    const projection = project(raw);
    const hash = leafHash(raw);
    hashes.set(hash, index * HASH_BYTES);
    hashes.set(
      identityOf(event.origin, event.resourceId, event.versionId, hash),
      index * HASH_BYTES + LEAF_BYTES,
    );
    const recorded = usableTime(projection.recordedMs);
    const recordedMs = recorded ?? receivedAtMs;
    days.add(dayOf(recordedMs));
    const shape = shapeOf(event.origin, recorded === null, projection);
    return {
      recordedMs,
      shape: shapes.of(shape, () => shape),
      agents: termIds(TERM_KIND.agent, projection.agents),
      patients: termIds(TERM_KIND.patient, projection.patients),
      places: termIds(TERM_KIND.place, projection.places),
      entity: projection.entity,
      words: wordsOf(event.origin, projection),
      unmapped: projection.unmapped.length,
      aliasOf:
        event.alias === null || event.origin === 'console'
          ? null
          : identityOf('console', event.alias, null, hash),
    };
  });
  return {
    events: prepared,
    hashes,
    terms: terms.values,
    shapes: shapes.values,
    dekNames: [...days].map((day) => ({ day: dayName(day), retentionClass: RETENTION_CLASS })),
  };
}

function clean(term: ProjectedTerm): ProjectedTerm {
  return { key: term.key, label: term.label };
}

/** A zone can push the last hours of year 9999 into a year that no ISO 8601 time of four digits names. */
function usableTime(ms: number | null): number | null {
  return ms === null || ms > MAX_MS || ms < MIN_MS ? null : ms;
}

function shapeOf(origin: AuditOrigin, recordedMissing: boolean, projection: EventProjection): string {
  const shape: EventShape = {
    origin,
    recordedMissing,
    action: projection.action,
    outcome: projection.outcome,
    type: projection.type,
    subtype: projection.subtype,
    purposes: projection.purposes,
  };
  return JSON.stringify(shape);
}

/** The event's own words, then the index's: what it did and how it ended. Its terms follow when they have numbers. */
function wordsOf(origin: AuditOrigin, projection: EventProjection): string {
  const words = [joinedUuids(withoutPrivateUse(projection.searchText))];
  if (projection.action !== null) words.push(actionToken(projection.action));
  if (projection.outcome !== null) words.push(outcomeToken(projection.outcome));
  if (origin === 'console') words.push(consoleToken);
  if (projection.unmapped.length > 0) words.push(unmappedToken);
  return words.join(' ');
}

class Interned<Value> {
  readonly values: Value[] = [];
  readonly #indices = new Map<string, number>();

  of(key: string, make: () => Value): number {
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const index = this.values.push(make()) - 1;
    this.#indices.set(key, index);
    return index;
  }
}

/** Joins the bytes of a batch into one buffer, which can then move between threads without another copy. */
export function pack(events: readonly IncomingEvent[]): {
  events: PackedEvent[];
  bytes: Uint8Array<ArrayBuffer>;
} {
  const bytes = new Uint8Array(events.reduce((sum, event) => sum + event.raw.length, 0));
  let offset = 0;
  const packed = events.map((event): PackedEvent => {
    bytes.set(event.raw, offset);
    const rawStart = offset;
    offset += event.raw.length;
    return {
      origin: event.origin,
      resourceId: event.resourceId,
      versionId: event.versionId,
      alias: event.alias,
      rawStart,
      rawEnd: offset,
    };
  });
  return { events: packed, bytes };
}
