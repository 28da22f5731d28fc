import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killTrials } from '../testing/kill-trials.ts';
import { DirectStore } from './testing/direct.ts';
import { expectedAfter, MADE_JOB } from './testing/made-import.ts';
import { ANCHOR_MS, bench, type Bench } from './testing/samples.ts';

const CHILD = new URL('./testing/import-until-killed.ts', import.meta.url).pathname;
const TRIALS = killTrials(30);

let place: Bench;

beforeEach(() => {
  place = bench();
  const store = new DirectStore(place.file, place.databaseKey);
  store.writer.createJob({
    jobId: MADE_JOB,
    kind: 'import',
    title: 'made',
    about: 'made',
    params: '{}',
    unit: 'events',
    createdAtMs: ANCHOR_MS,
  });
  store.close();
});
afterEach(() => place.remove());

/** Lets the import run for a while after its first step, kills it, and answers the last line that it acknowledged. */
async function killedAfter(ms: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, place.file, place.databaseKey.toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child.stdout, 'data');
  await sleep(ms);
  const exited = once(child, 'close');
  child.kill('SIGKILL');
  await exited;
  return Number(output.trimEnd().split('\n').at(-1));
}

describe('an import under kill -9', () => {
  it(
    `keeps events, checkpoint, counts and lines together, in ${TRIALS} trials`,
    { timeout: TRIALS * 8_000 },
    async () => {
      for (let trial = 0; trial < TRIALS; trial += 1) {
        const acknowledged = await killedAfter(randomBytes(1).readUInt8() / 2);
        const store = new DirectStore(place.file, place.databaseKey);
        const { checkpoint, progress, counts } = store.reader.job({ jobId: MADE_JOB });
        const lines = Number(checkpoint);
        expect(lines).toBeGreaterThanOrEqual(acknowledged);
        expect(progress.done).toBe(lines);
        const expected = expectedAfter(lines);
        expect(counts).toEqual(expected.counts);
        const events = counts.accepted;
        expect(store.reader.coverage(null).events).toBe(events);
        expect(store.reader.sizeOf({ selection: { importJobId: MADE_JOB } })).toEqual({
          newestSeq: events,
          events,
        });
        const items = store.reader.jobItems({ jobId: MADE_JOB, verdict: null, after: 0, limit: 1e6 });
        expect(items.map(({ number, code, position }) => [number, code, position])).toEqual(expected.items);
        for (let seq = Math.max(1, events - 60); seq <= events; seq += 7) store.raw(seq);
        expect(store.reader.quickCheck(null)).toEqual({ sound: true });
        store.close();
      }
    },
  );
});
