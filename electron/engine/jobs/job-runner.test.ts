import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Job } from '../../../shared/domain/jobs.ts';
import { AppError } from '../../../shared/errors.ts';
import { ANCHOR_MS, bench, event, type Bench } from '../store/testing/samples.ts';
import type { AppendResult, Store } from '../store/store.ts';
import { anyKind } from './any-kind.ts';
import type { JobKind, JobRun } from './job-kind.ts';
import { JobRunner, type JobEnding } from './job-runner.ts';

type Counting = JobRun<{ readonly to: number }, { readonly at: number }>;

let place: Bench;
let store: Store;
let runners: JobRunner[];
let endings: JobEnding[];
let changes: string[];
let stored: AppendResult[];

beforeEach(async () => {
  place = bench();
  store = await place.open();
  [runners, endings, changes, stored] = [[], [], [], []];
});
afterEach(async () => {
  await Promise.all(runners.map(async (runner) => runner.stop()));
  await store.close();
  place.remove();
});

/** One event a step, up to `to`; `atStep` may hold it up or fail it. */
function counting(atStep: (at: number, run: Counting) => Promise<void> = async () => Promise.resolve()) {
  const kind: JobKind<{ readonly to: number }, { readonly at: number }> = {
    name: 'import',
    unit: 'events',
    params: z.strictObject({ to: z.number() }),
    checkpoint: z.strictObject({ at: z.number() }),
    run: async (run) => {
      for (let at = (run.checkpoint?.at ?? 0) + 1; at <= run.params.to; at += 1) {
        if (run.signal.aborted) return;
        await atStep(at, run);
        const placed = { event: event({}, { origin: 'file', resourceId: `e-${at}` }), place: placeOf(at) };
        await run.keep({ checkpoint: { at }, done: at, total: run.params.to, refusals: [], remarks: [] }, [
          placed,
        ]);
      }
    },
  };
  return anyKind(kind);
}

const placeOf = (position: number) => ({ file: 'a.ndjson', position, positionUnit: 'line' }) as const;

function runnerOf(kind = counting(), overrides: Partial<ConstructorParameters<typeof JobRunner>[0]> = {}) {
  const runner = new JobRunner({
    store,
    kinds: [kind],
    now: Date.now,
    onChange: (jobId) => changes.push(jobId),
    onStored: (result) => stored.push(result),
    recordEnd: async (ending) => {
      await store.append({ events: [], receivedAtMs: ANCHOR_MS, job: { kind: 'move', move: ending.move } });
      endings.push(ending);
    },
    onTrouble: () => undefined,
    ...overrides,
  });
  runners.push(runner);
  return runner;
}

const create = async (runner: JobRunner, to = 3): Promise<Job> =>
  runner.create({ kind: 'import', params: { to }, title: 'a.ndjson', about: 'offer 1' });

async function reaches(runner: JobRunner, jobId: string, state: Job['state']): Promise<Job> {
  await expect
    .poll(async () => (await runner.view(jobId)).state, { timeout: 10_000, interval: 10 })
    .toBe(state);
  return runner.view(jobId);
}

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('JobRunner', () => {
  it('runs jobs one at a time in the order of their creation, and records each end', async () => {
    const order: string[] = [];
    const runner = runnerOf(counting(async (at, { jobId }) => void order.push(`${jobId} ${at}`)));
    const jobs = [await create(runner), await create(runner)];
    await sleep(20);
    expect(order).toEqual([]);
    runner.start();
    for (const { id } of jobs) await reaches(runner, id, 'done');
    expect(order).toEqual(jobs.flatMap(({ id }) => [1, 2, 3].map((at) => `${id} ${at}`)));
    expect(endings.map(({ record, state }) => [record.jobId, state, record.counts.accepted])).toEqual([
      [jobs[0]!.id, 'done', 3],
      [jobs[1]!.id, 'done', 0],
    ]);
    expect(await runner.view(jobs[1]!.id)).toMatchObject({
      counts: { accepted: 0, duplicate: 3, refused: 0, remarked: 0 },
      progress: { done: 3, total: 3 },
      error: null,
    });
  });

  it('pauses after the step in hand and goes on where it was', async () => {
    const held = gate();
    const reached = gate();
    const seen: number[] = [];
    const runner = runnerOf(
      counting(async (at) => {
        seen.push(at);
        if (at !== 2) return;
        reached.open();
        await held.opened;
      }),
    );
    runner.start();
    const { id } = await create(runner);
    await reached.opened;
    expect((await runner.pause(id)).state).toBe('paused');
    await expect(runner.pause(id)).rejects.toMatchObject({ code: 'job/not-possible' });
    held.open();
    await expect.poll(async () => (await runner.view(id)).progress.done).toBe(2);
    await sleep(30);
    expect(seen).toEqual([1, 2]);
    expect((await runner.resume(id)).state).toBe('waiting');
    expect(await reaches(runner, id, 'done')).toMatchObject({ resumptions: 0, counts: { accepted: 3 } });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('cancels a running job after its step, a waiting one at once, and keeps what they did', async () => {
    const held = gate();
    const reached = gate();
    const runner = runnerOf(
      counting(async (at) => {
        if (at !== 2) return;
        reached.open();
        await held.opened;
      }),
    );
    runner.start();
    const [running, waiting] = [await create(runner), await create(runner)];
    await reached.opened;
    expect((await runner.cancel(waiting.id)).state).toBe('cancelled');
    expect((await runner.cancel(running.id)).state).toBe('cancelling');
    held.open();
    expect((await reaches(runner, running.id, 'cancelled')).counts.accepted).toBe(2);
    expect(endings.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    await expect(runner.cancel(running.id)).rejects.toMatchObject({ code: 'job/not-possible' });
    await expect(runner.resume(running.id)).rejects.toMatchObject({ code: 'job/not-possible' });
  });

  it('takes a second wish to cancel as the first, and does not ask the store again and again', async () => {
    const held = gate();
    let looks = 0;
    const counted = new Proxy(store, {
      get: (target, name: keyof Store) => {
        const value: unknown = Reflect.get(target, name);
        if (name === 'job') looks += 1;
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const runner = runnerOf(
      counting(async (at) => (at === 2 ? held.opened : undefined)),
      { store: counted },
    );
    runner.start();
    const { id } = await create(runner);
    await expect.poll(async () => (await runner.view(id)).progress.done).toBe(1);
    expect(await runner.cancel(id)).toMatchObject({ state: 'cancelling' });
    looks = 0;
    expect(await runner.cancel(id)).toMatchObject({ state: 'cancelling' });
    expect(looks).toBeLessThan(5);
    held.open();
    await reaches(runner, id, 'cancelled');
  });

  it('fails with the typed error of its work, without words that nobody foresaw, and goes on with the next', async () => {
    let failure: Error = new AppError('files/unreadable', 'Gone.');
    const runner = runnerOf(
      counting(async (at) => {
        await Promise.resolve();
        if (at === 2) throw failure;
      }),
    );
    runner.start();
    const typed = await create(runner);
    expect((await reaches(runner, typed.id, 'failed')).error).toMatchObject({ code: 'files/unreadable' });
    failure = new Error('patient Paul');
    const unknown = await create(runner);
    const { error } = await reaches(runner, unknown.id, 'failed');
    expect(error?.code).toBe('engine/internal');
    expect(JSON.stringify(error)).not.toContain('Paul');
    await reaches(runner, (await create(runner, 1)).id, 'done');
  });

  it('hands its job back when the desk locks, and another runner goes on with it', async () => {
    const reached = gate();
    const held = gate();
    const first = runnerOf(
      counting(async (at, { signal }) => {
        if (at !== 2) return;
        signal.addEventListener('abort', held.open);
        reached.open();
        await held.opened;
      }),
    );
    first.start();
    const { id } = await create(first);
    await reached.opened;
    await first.stop();
    const between = await store.job(id);
    expect(between).toMatchObject({ state: 'waiting', attempts: 0, resumptions: 1, progress: { done: 2 } });
    const second = runnerOf();
    second.start();
    expect(await reaches(second, id, 'done')).toMatchObject({ resumptions: 1, counts: { accepted: 3 } });
  });

  it('goes on after the process died under it, and gives up after three deaths in one place', async () => {
    const { id } = await create(runnerOf());
    const die = async (): Promise<void> => {
      const move = { jobId: id, atMs: 1, from: null, error: null };
      if ((await store.job(id)).state === 'running')
        await store.moveJob({ ...move, act: 'interrupt', crashed: true });
      await store.moveJob({ ...move, act: 'begin', crashed: false });
    };
    await die();
    await die();
    expect(await store.job(id)).toMatchObject({ state: 'running', attempts: 2, resumptions: 1 });
    const stuck = runnerOf(
      counting(async (_at, { signal }) => {
        await sleep(60_000, undefined, { signal });
      }),
    );
    stuck.start();
    await expect.poll(async () => (await store.job(id)).attempts).toBe(3);
    // As a crash would leave it: nobody stops this runner in order.
    const last = runnerOf();
    last.start();
    const failed = await reaches(last, id, 'failed');
    expect(failed.error).toMatchObject({ code: 'job/keeps-crashing', detail: { attempts: 3 } });
    expect(endings.at(-1)).toMatchObject({ state: 'failed', record: { jobId: id } });
  });

  it('forgets earlier deaths with every step', async () => {
    const runner = runnerOf();
    const { id } = await create(runner);
    const move = { jobId: id, atMs: 1, from: null, error: null };
    await store.moveJob({ ...move, act: 'begin', crashed: false });
    const step = { jobId: id, checkpoint: '{"at":1}', done: 1, total: 3, accepted: 0, duplicate: 0 };
    await store.append({
      events: [],
      receivedAtMs: 1,
      job: { kind: 'step', step: { ...step, refusals: [], remarks: [], places: [] } },
    });
    expect(await store.job(id)).toMatchObject({ attempts: 0, checkpoint: '{"at":1}' });
  });

  it('ends a cancellation that was cut short', async () => {
    const runner = runnerOf();
    const { id } = await create(runner);
    const move = { jobId: id, atMs: 1, from: null, error: null, crashed: false };
    await store.moveJob({ ...move, act: 'begin' });
    await store.moveJob({ ...move, act: 'cancel' });
    runner.start();
    await reaches(runner, id, 'cancelled');
    expect(endings.map(({ state }) => state)).toEqual(['cancelled']);
  });

  it('tries again where the end of a job could not be kept, and runs nothing meanwhile', async () => {
    const troubles: unknown[] = [];
    const runner = runnerOf(counting(), {
      recordEnd: async () => Promise.reject(new AppError('store/disk-full', 'Full.')),
      onTrouble: (error) => troubles.push(error),
    });
    runner.start();
    const [first, second] = [await create(runner, 1), await create(runner, 1)];
    await expect.poll(() => troubles.length).toBeGreaterThan(0);
    expect((await runner.view(first.id)).state).toBe('running');
    expect((await runner.view(second.id)).state).toBe('waiting');
    await runner.stop();
    const mended = runnerOf();
    mended.start();
    await reaches(mended, first.id, 'done');
    await reaches(mended, second.id, 'done');
  });

  it('tells of changes and of events, the last of them included', async () => {
    const runner = runnerOf();
    runner.start();
    const { id } = await create(runner, 20);
    await reaches(runner, id, 'done');
    expect(stored.reduce((sum, one) => sum + one.stored, 0)).toBe(20);
    const soFar = changes.length;
    expect(soFar).toBeGreaterThan(0);
    await runner.stop();
    expect(changes.length - soFar).toBeLessThanOrEqual(1);
    expect(new Set(changes)).toEqual(new Set([id]));
  });

  it('refuses parameters that are not its kind’s, and knows no job of another', async () => {
    const runner = runnerOf();
    const bad = { kind: 'import', params: { to: 'far' }, title: 't', about: 'a' } as const;
    await expect(runner.create(bad)).rejects.toThrow('expected number');
    expect(await runner.list(10)).toEqual([]);
    const nobody = '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13';
    for (const act of ['view', 'pause', 'resume', 'cancel'] as const) {
      await expect(runner[act](nobody)).rejects.toMatchObject({ code: 'job/not-found' });
    }
  });
});
