import type { ReadableDb } from './connection.ts';

/**
 * Bits of `pos` below the milliseconds: room for 16 events of one millisecond, 16,000 of one second where a source knows
 * seconds only. Each bit is paid for in every entry of the index: 12 of them cost 65 bytes an event more.
 */
export const TIE_BITS = 4;
const TIES = 2 ** TIE_BITS;

/** A free place in time. `ms` is later than the event's own time by `spillMs` where its millisecond is full. */
export interface Position {
  readonly ms: number;
  readonly tie: number;
  readonly spillMs: number;
}

/** Hands out positions within one transaction, in order of arrival. Milliseconds go into SQL apart from ties, for
 * together they exceed what a double holds. */
export class Positions {
  readonly #db: ReadableDb;
  readonly #nextTies = new Map<number, number>();
  /** For a full millisecond, one that may have room: thousands of events of one moment must not each walk past all. */
  readonly #roomFrom = new Map<number, number>();
  readonly #newestMs: number;

  constructor(db: ReadableDb) {
    this.#db = db;
    this.#newestMs =
      db.get<{ ms: number | null }>(`SELECT max(pos) >> ${TIE_BITS} AS ms FROM event`)?.ms ??
      Number.NEGATIVE_INFINITY;
  }

  take(recordedMs: number): Position {
    for (let ms = this.#roomFrom.get(recordedMs) ?? recordedMs; ; ms += 1) {
      const tie = this.#nextTies.get(ms) ?? this.#storedTies(ms);
      if (tie < TIES) {
        this.#nextTies.set(ms, tie + 1);
        if (ms > recordedMs) this.#roomFrom.set(recordedMs, ms);
        return { ms, tie, spillMs: ms - recordedMs };
      }
    }
  }

  #storedTies(ms: number): number {
    if (ms > this.#newestMs) return 0;
    const row = this.#db.get<{ tie: number | null }>(
      `SELECT max(pos) & ${TIES - 1} AS tie FROM event WHERE pos >= (? << ${TIE_BITS}) AND pos < (? << ${TIE_BITS})`,
      ms,
      ms + 1,
    );
    return row === undefined || row.tie === null ? 0 : row.tie + 1;
  }
}
