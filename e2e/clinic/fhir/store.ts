import type { AuditEvent } from 'fhir/r4.js';
import type { WorldEvent } from '../world/types.ts';
import { parseDateRange } from './dates.ts';
import { TermIndex } from './term-index.ts';
import { emitTerms } from './terms.ts';
import type { IndexedParam, PatientIdentifiers } from './terms.ts';

/** An event as stored: its text, when it was recorded, and until which arrival it was the current version. */
export interface StoredEvent extends WorldEvent {
  readonly recordedLowUs: number;
  readonly recordedHighUs: number;
  /** Number of the version that replaced this one; Infinity while it is current. */
  supersededBySeq: number;
}

/** By which time the events may be walked. */
export type Order = 'lastUpdated' | 'recorded';

/**
 * The events by the number of their arrival (`seq`), which never changes: the first N arrivals are a snapshot. Two
 * lists keep the numbers in order of time; equal times are in order of arrival.
 */
export class EventStore {
  readonly #events: StoredEvent[] = [];
  readonly #versions = new Map<string, number[]>();
  readonly #terms = new Map<IndexedParam, TermIndex>();
  readonly #order: Readonly<Record<Order, number[]>> = { lastUpdated: [], recorded: [] };
  readonly #lookUp: PatientIdentifiers;
  /** Arrivals below this number are in the term indexes. */
  #indexed = 0;

  constructor(events: readonly WorldEvent[], lookUp: PatientIdentifiers) {
    this.#lookUp = lookUp;
    for (const event of events) this.append(event);
  }

  /** Number of arrivals so far; as a bound, the snapshot that holds them all. */
  get size(): number {
    return this.#events.length;
  }

  /** The newest `lastUpdated`, or 0 of an empty store. */
  get newestUs(): number {
    const seq = this.#order.lastUpdated.at(-1);
    return seq === undefined ? 0 : this.at(seq).lastUpdatedUs;
  }

  /** Adds an event, or a new version of one, and answers its number. */
  append(event: WorldEvent): number {
    const recorded = parseDateRange(event.recorded) ?? {
      lowUs: event.lastUpdatedUs,
      highUs: event.lastUpdatedUs + 1,
    };
    const seq = this.#events.length;
    this.#events.push({
      id: event.id,
      versionId: event.versionId,
      lastUpdatedUs: event.lastUpdatedUs,
      clinicId: event.clinicId,
      recorded: event.recorded,
      json: event.json,
      recordedLowUs: recorded.lowUs,
      recordedHighUs: recorded.highUs,
      supersededBySeq: Number.POSITIVE_INFINITY,
    });
    const versions = this.#versions.get(event.id);
    if (versions === undefined) {
      this.#versions.set(event.id, [seq]);
    } else {
      this.at(versions.at(-1) ?? seq).supersededBySeq = seq;
      versions.push(seq);
    }
    this.#insert('lastUpdated', seq);
    this.#insert('recorded', seq);
    return seq;
  }

  /**
   * Indexes what arrived since the last time. Left until a search needs it: parsing the whole history takes longer
   * than building it, and a client that follows `_lastUpdated` never asks for more.
   */
  #indexTerms(): void {
    for (; this.#indexed < this.#events.length; this.#indexed += 1) {
      const seq = this.#indexed;
      const resource = JSON.parse(this.at(seq).json) as AuditEvent;
      emitTerms(resource, (param, value) => this.#termIndex(param).add(value, seq), this.#lookUp);
    }
  }

  #insert(order: Order, seq: number): void {
    const list = this.#order[order];
    let at = list.length;
    const time = this.timeOf(order, seq);
    while (at > 0 && this.timeOf(order, list[at - 1] ?? 0) > time) at -= 1;
    if (at === list.length) list.push(seq);
    else list.splice(at, 0, seq);
  }

  /** The event of that number; throws on one that never arrived. */
  at(seq: number): StoredEvent {
    const event = this.#events[seq];
    if (event === undefined) throw new RangeError(`no event ${String(seq)}`);
    return event;
  }

  /** When an event was, by the given order, in µs. */
  timeOf(order: Order, seq: number): number {
    const event = this.at(seq);
    return order === 'lastUpdated' ? event.lastUpdatedUs : event.recordedLowUs;
  }

  /** The numbers in order of time, oldest first. */
  walk(order: Order): readonly number[] {
    return this.#order[order];
  }

  /** Position in {@link walk} of the first event that lies after (`timeUs`, `seq`). */
  positionAfter(order: Order, timeUs: number, seq: number): number {
    const list = this.#order[order];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = list[middle] ?? 0;
      const time = this.timeOf(order, candidate);
      if (time < timeUs || (time === timeUs && candidate <= seq)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Numbers of an event's versions, oldest first. */
  versionsOf(id: string): readonly number[] {
    return this.#versions.get(id) ?? [];
  }

  /** The index of one parameter over all arrivals. */
  terms(param: IndexedParam): TermIndex {
    this.#indexTerms();
    return this.#termIndex(param);
  }

  #termIndex(param: IndexedParam): TermIndex {
    let index = this.#terms.get(param);
    if (index === undefined) {
      index = new TermIndex(param);
      this.#terms.set(param, index);
    }
    return index;
  }
}
