import { describe, expect, it } from 'vitest';
import { HistoryBatch } from './history-batch.ts';
import { nextWidth, DAY_MS } from './history.ts';
import type { FetchedPage } from './pages.ts';

function page(events: number, bytes = 10): FetchedPage {
  return {
    events: Array.from({ length: events }, () => ({
      event: {
        origin: 'fhir',
        resourceId: 'a',
        versionId: '1',
        alias: null,
        raw: new Uint8Array(bytes),
      },
      lastUpdatedMs: 1,
      recordedMs: 1,
    })),
    next: null,
    total: null,
    builtMs: null,
    outcomes: 0,
    otherRecords: 0,
    withoutRecord: 0,
    serverMs: null,
  };
}

describe('HistoryBatch', () => {
  it('is full by events, by bytes, or by age', () => {
    const byEvents = new HistoryBatch(3);
    byEvents.add(page(2), null, 0);
    expect(byEvents.isFull(0)).toBe(false);
    byEvents.add(page(1), null, 0);
    expect(byEvents.isFull(0)).toBe(true);
    const byBytes = new HistoryBatch();
    byBytes.add(page(2, 5_000_000), null, 0);
    expect(byBytes.isFull(0)).toBe(true);
    const byAge = new HistoryBatch();
    expect(byAge.isFull(1e9)).toBe(false);
    byAge.add(page(0), null, 1_000);
    expect([byAge.isFull(1_001), byAge.isFull(9_000)]).toEqual([false, true]);
  });

  it('is done as far as the last window that ends in it, and empty once taken', () => {
    const batch = new HistoryBatch();
    const done = { history: { toMs: 5, widthMs: 1 } };
    batch.add(page(1), done, 0);
    batch.add(page(2), null, 0);
    expect(batch.done).toBe(done);
    expect(batch.take().length).toBe(3);
    expect([batch.done, batch.take().length, batch.isFull(1e9)]).toEqual([null, 0, false]);
  });
});

describe('nextWidth', () => {
  it.each([
    ['a gap', 200 * DAY_MS, 0, 365 * DAY_MS],
    ['few events', DAY_MS, 700, 2 * DAY_MS],
    ['few events, but wide already', 32 * DAY_MS, 700, 32 * DAY_MS],
    ['as many as wanted', 8 * DAY_MS, 10_000, 8 * DAY_MS],
    ['too many', 8 * DAY_MS, 80_000, DAY_MS],
    ['too many in an hour', 3_600_000, 30_000, 3_600_000],
    ['events after a gap', 365 * DAY_MS, 7, 32 * DAY_MS],
  ])('after %s', (_name, widthMs, events, expected) => {
    expect(nextWidth(widthMs, events)).toBe(expected);
  });
});
