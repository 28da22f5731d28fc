import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killTrials } from '../testing/kill-trials.ts';
import { openReadable } from './connection.ts';
import { DirectStore } from './testing/direct.ts';
import { bench, type Bench } from './testing/samples.ts';

const CHILD = new URL('./testing/append-until-killed.ts', import.meta.url).pathname;
const TRIALS = killTrials(30);

let place: Bench;

beforeEach(() => {
  place = bench();
});
afterEach(() => place.remove());

/** Runs the writer, kills it after a while of writing, and answers the last line that it acknowledged. */
async function killedAfter(ms: number, prefix: string): Promise<{ seq: number; cursor: string }> {
  const child = spawn(process.execPath, [CHILD, place.file, place.databaseKey.toString('hex'), prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child.stdout, 'data');
  await sleep(ms);
  const exited = once(child, 'close');
  child.kill('SIGKILL');
  await exited;
  const [seq = '0', cursor = ''] = (output.trimEnd().split('\n').at(-1) ?? '').split(' ');
  return { seq: Number(seq), cursor };
}

describe('kill -9', () => {
  it(
    `loses no acknowledged event and doubles none, in ${TRIALS} trials`,
    { timeout: TRIALS * 8_000 },
    async () => {
      for (let trial = 0; trial < TRIALS; trial += 1) {
        const acknowledged = await killedAfter(randomBytes(1).readUInt8() / 2, `t${trial}`);
        const store = new DirectStore(place.file, place.databaseKey);
        const { events } = store.reader.coverage(null);
        expect(events).toBeGreaterThanOrEqual(acknowledged.seq);
        expect(inBothOrNeither(events)).toEqual({ leaves: events, projected: events, raw: events });
        for (let seq = Math.max(1, events - 120); seq <= events; seq += 7) store.raw(seq);
        expect(Number(store.reader.getCursor({ name: 'fhir' })?.split('-')[1])).toBeGreaterThanOrEqual(
          Number(acknowledged.cursor.split('-')[1]),
        );
        expect(store.reader.quickCheck(null)).toEqual({ sound: true });
        store.close();
      }
    },
  );
});

/** Counts what stands where: an event must be in the tail or in one block, exactly once. */
function inBothOrNeither(events: number): Record<string, number> {
  const db = openReadable({
    file: place.file,
    databaseKey: place.databaseKey,
    cacheKiB: 1024,
    busyTimeoutMs: 100,
  });
  const number = (sql: string): number => db.get<{ n: number }>(sql)?.n ?? -1;
  try {
    expect(number('SELECT count(DISTINCT seq) AS n FROM event')).toBe(events);
    return {
      leaves: number('SELECT count(*) AS n FROM leaf'),
      projected: number('SELECT count(*) AS n FROM event_fts'),
      raw: number('SELECT (SELECT count(*) FROM tail) + (SELECT coalesce(sum(events), 0) FROM block) AS n'),
    };
  } finally {
    db.close();
  }
}
