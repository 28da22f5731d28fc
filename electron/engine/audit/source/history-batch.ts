import type { FetchedEvent } from './bundle.ts';
import type { HistoryPage } from './history.ts';
import type { FetchedPage } from './pages.ts';

/** Pages of the past are stored together up to so many events, bytes or so long a time: each commit costs a sync. */
const BATCH_EVENTS = 5_000;
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_MS = 1_500;

/** Pages that wait to be stored in one transaction. */
export class HistoryBatch {
  private events: FetchedEvent[] = [];
  private bytes = 0;
  private sinceMs = Number.POSITIVE_INFINITY;
  private latest: HistoryPage['done'] = null;
  private readonly eventsLimit: number;

  constructor(eventsLimit: number = BATCH_EVENTS) {
    this.eventsLimit = eventsLimit;
  }

  /** How far the past is complete once this batch is stored: the last window that ends in it; null for none. */
  get done(): HistoryPage['done'] {
    return this.latest;
  }

  add(page: FetchedPage, done: HistoryPage['done'], nowMs: number): void {
    this.sinceMs = Math.min(this.sinceMs, nowMs);
    for (const fetched of page.events) {
      this.events.push(fetched);
      this.bytes += fetched.event.raw.byteLength;
    }
    this.latest = done ?? this.latest;
  }

  isFull(nowMs: number): boolean {
    return (
      this.events.length >= this.eventsLimit || this.bytes >= BATCH_BYTES || nowMs - this.sinceMs >= BATCH_MS
    );
  }

  /** All that waits; the batch is empty then. */
  take(): readonly FetchedEvent[] {
    const { events } = this;
    this.events = [];
    this.bytes = 0;
    this.sinceMs = Number.POSITIVE_INFINITY;
    this.latest = null;
    return events;
  }
}
