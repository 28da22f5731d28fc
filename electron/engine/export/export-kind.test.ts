import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../audit/projection.ts';
import type { JobStep } from '../jobs/job-kind.ts';
import { openWritable } from '../store/connection.ts';
import type { Selection, Store } from '../store/store.ts';
import { ANCHOR_MS, bench, event, type Bench } from '../store/testing/samples.ts';
import { createExportKind, type ExportCheckpoint } from './export-kind.ts';

const JOB = '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13';
const DAY_MS = 86_400_000;

let place: Bench;
let store: Store;
let folder: string;

beforeEach(async () => {
  place = bench();
  store = await place.open();
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterEach(async () => {
  await store.close();
  place.remove();
  rmSync(folder, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const exported = (): string[] => readdirSync(folder).toSorted();
const namesOf = (events: readonly IncomingEvent[]): string[] =>
  events.map(({ raw }) => sha256(raw)).toSorted();

let batches = 0;

/** Events of several days, not in order of time, with odd bytes: more than one block, and a tail. */
function someEvents(count: number, action: 'R' | 'C' = 'R'): IncomingEvent[] {
  batches += 1;
  return Array.from({ length: count }, (_, index) => {
    const recordedMs = ANCHOR_MS + ((index * 7) % 3) * DAY_MS + ((index * 31) % 900) * 1_000;
    const made = event({ recordedMs, action }, { note: `${batches} ${index} \u0000 ü` });
    return { ...made, raw: Buffer.concat([Buffer.from(' \r\n'), made.raw, Buffer.from('\n')]) };
  });
}

/** Runs the export; `stopAfter` steps it is told to stop. Answers the last step and the sums. */
async function run(selection: Selection, checkpoint: ExportCheckpoint | null = null, stopAfter = Infinity) {
  const steps: JobStep<ExportCheckpoint>[] = [];
  const stop = new AbortController();
  await createExportKind(store).run({
    jobId: JOB,
    params: { folder, selection },
    checkpoint,
    signal: stop.signal,
    keep: async (step) => {
      await Promise.resolve();
      steps.push(step);
      if (steps.length >= stopAfter) stop.abort();
    },
  });
  const sum = (of: (step: JobStep<ExportCheckpoint>) => number): number =>
    steps.reduce((total, step) => total + of(step), 0);
  return {
    last: steps.at(-1),
    accepted: sum(({ accepted = 0 }) => accepted),
    duplicate: sum(({ duplicate = 0 }) => duplicate),
    refusals: steps.flatMap(({ refusals }) => refusals),
  };
}

describe('an export', () => {
  it('writes one file an event, of exactly its bytes, named by their hash, and nothing else', async () => {
    const [wanted, others] = [someEvents(1_300), someEvents(200, 'C')];
    await store.append({ events: [...wanted, ...others], receivedAtMs: ANCHOR_MS });
    const { accepted, duplicate, refusals, last } = await run({ filter: { actions: ['R'] } });
    expect([accepted, duplicate, refusals]).toEqual([1_300, 0, []]);
    expect(last).toMatchObject({ done: 1_300, total: 1_300 });
    expect(exported()).toEqual(namesOf(wanted));
    for (const name of exported()) expect(sha256(readFileSync(join(folder, name)))).toBe(name);
  });

  it('goes on from its checkpoint, writes nothing twice, and leaves out what came meanwhile', async () => {
    const events = someEvents(1_300);
    await store.append({ events, receivedAtMs: ANCHOR_MS });
    const first = await run({ filter: {} }, null, 1);
    expect(exported().length).toBe(first.accepted);
    expect(first.accepted).toBeLessThan(1_300);
    await store.append({ events: someEvents(50), receivedAtMs: ANCHOR_MS });
    const second = await run({ filter: {} }, first.last?.checkpoint ?? null);
    expect(first.accepted + second.accepted).toBe(1_300);
    expect(second.duplicate).toBe(0);
    expect(exported()).toEqual(namesOf(events));
    const again = await run({ filter: { to: new Date(ANCHOR_MS + DAY_MS).toISOString() } });
    expect(again.duplicate).toBeGreaterThan(0);
    expect(exported().length).toBe(1_300 + again.accepted);
  });

  it('writes what an import brought in or found', async () => {
    const [known, fresh, others] = [someEvents(3), someEvents(20), someEvents(5)];
    await store.append({ events: [...known, ...others], receivedAtMs: ANCHOR_MS });
    const job = { jobId: JOB, kind: 'import', title: 't', about: 'a', params: '{}', unit: 'bytes' } as const;
    await store.createJob({ ...job, createdAtMs: ANCHOR_MS });
    const events = [...fresh.slice(0, 9), ...known, ...fresh.slice(9), ...known];
    const places = events.map(() => ({ file: 'f', position: 1, positionUnit: 'line' }) as const);
    const kept = { jobId: JOB, checkpoint: '{}', done: 1, total: 1, accepted: 0, duplicate: 0 };
    const step = { ...kept, refusals: [], remarks: [], places };
    await store.append({ events, receivedAtMs: ANCHOR_MS, job: { kind: 'step', step } });
    const { accepted, last } = await run({ importJobId: JOB });
    expect(accepted).toBe(23);
    expect(last?.total).toBe(23);
    expect(exported()).toEqual(namesOf([...fresh, ...known]));
  });

  it('gives a line to what it cannot vouch for, and the rest goes out', async () => {
    const events = someEvents(600);
    await store.append({ events, receivedAtMs: ANCHOR_MS });
    writeFileSync(join(folder, sha256(events[5]!.raw)), 'somebody else’s');
    await store.close();
    const db = openWritable({
      file: place.file,
      databaseKey: place.databaseKey,
      cacheKiB: 1000,
      busyTimeoutMs: 900,
    });
    db.script('UPDATE leaf SET hash = zeroblob(32) WHERE seq IN (1, 2)');
    const [block] = db.all<{ id: number; events: number }>('SELECT rowid AS id, events FROM block LIMIT 1');
    db.run('UPDATE block SET body = zeroblob(100) WHERE rowid = ?', block!.id);
    db.close();
    store = await place.open();
    const { accepted, refusals } = await run({ filter: {} });
    const codes = Map.groupBy(refusals, ({ code }) => code);
    expect(new Set(codes.keys())).toEqual(new Set(['item/event-unreadable', 'item/name-taken']));
    expect(codes.get('item/event-unreadable')!.length).toBeGreaterThanOrEqual(block!.events);
    expect(codes.get('item/event-unreadable')!.length).toBeLessThanOrEqual(block!.events + 2);
    expect(accepted + refusals.length).toBe(600);
    expect(readFileSync(join(folder, sha256(events[5]!.raw)), 'utf8')).toBe('somebody else’s');
  });

  it('says that nothing is selected, or that its folder is gone', async () => {
    await expect(run({ filter: { text: 'nowhere' } })).rejects.toMatchObject({ code: 'files/nothing-to-do' });
    await store.append({ events: someEvents(1), receivedAtMs: ANCHOR_MS });
    rmSync(folder, { recursive: true });
    await expect(run({ filter: {} })).rejects.toMatchObject({ code: 'files/not-writable' });
  });
});
