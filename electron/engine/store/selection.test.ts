import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../audit/projection.ts';
import type { SelectedPage, Selection, Store } from './store.ts';
import { ANCHOR_MS, bench, event, type Bench } from './testing/samples.ts';

const JOB = '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13';
const DAY_MS = 86_400_000;
const LIMIT = 7;

let place: Bench;
let store: Store;
beforeEach(async () => {
  place = bench();
  store = await place.open();
});
afterEach(async () => {
  await store.close();
  place.remove();
});

let made = 0;

/** Events of three days, in no order of time. */
function someEvents(count: number): IncomingEvent[] {
  return Array.from({ length: count }, (_, index) => {
    made += 1;
    return event(
      { recordedMs: ANCHOR_MS + ((index * 7) % 3) * DAY_MS + ((index * 31) % 900) * 1_000 },
      { note: `${made}` },
    );
  });
}

async function bringIn(count: number): Promise<void> {
  const events = someEvents(count);
  const places = events.map(() => ({ file: 'f', position: 1, positionUnit: 'line' }) as const);
  const counts = { done: 1, total: 1, accepted: 0, duplicate: 0 };
  const step = { jobId: JOB, checkpoint: '{}', ...counts, refusals: [], remarks: [], places };
  await store.append({ events, receivedAtMs: ANCHOR_MS, job: { kind: 'step', step } });
}

describe('the pages of a selection', () => {
  it.each<[string, Selection]>([
    ['by time', { filter: {} }],
    ['by words', { filter: { actions: ['R'] } }],
    ['by job', { importJobId: JOB }],
  ])('%s: are the same whatever arrives meanwhile, and hold each event once', async (_name, selection) => {
    const job = { jobId: JOB, kind: 'import', title: 't', about: 'a', params: '{}', unit: 'bytes' } as const;
    await store.createJob({ ...job, createdAtMs: ANCHOR_MS });
    await bringIn(30);
    const { newestSeq: maxSeq } = await store.sizeOf(selection);
    const seqs: number[] = [];
    let after: SelectedPage['next'] = null;
    do {
      const question = { selection, after, maxSeq, limit: LIMIT };
      const page: SelectedPage = await store.selected(question);
      await bringIn(20);
      expect(await store.selected(question)).toEqual(page);
      seqs.push(...page.events.map(({ seq }) => seq));
      after = page.next;
    } while (after !== null);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });
});
