import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobStep, PlacedEvent } from '../jobs/job-kind.ts';
import { createImportKind } from './import-kind.ts';
import type { ImportCheckpoint } from './protocol.ts';
import { auditEvent } from './testing/samples.ts';

const COUNT = 3_000;
const kind = createImportKind({ workerUrl: new URL('worker.ts', import.meta.url) });
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medminder-import-'));
  const lines = Array.from({ length: COUNT }, (_, index) => auditEvent(`n-${index}`));
  writeFileSync(join(folder, 'a.ndjson'), `${lines.join('\n')}\n{oops\n`);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Kept {
  readonly steps: JobStep<ImportCheckpoint>[];
  readonly events: PlacedEvent[];
}

/** One run of the kind; `onKeep` sees each step before it is kept. */
async function run(
  kept: Kept,
  signal: AbortSignal,
  onKeep: (steps: number) => Promise<void> | void = () => undefined,
): Promise<void> {
  await kind.run({
    jobId: 'job',
    params: kind.params.parse({ paths: [folder] }),
    checkpoint:
      kept.steps.length === 0
        ? null
        : kind.checkpoint.parse(JSON.parse(JSON.stringify(kept.steps.at(-1)!.checkpoint))),
    signal,
    keep: async (step, events = []) => {
      await onKeep(kept.steps.length);
      kept.steps.push(step);
      kept.events.push(...events);
    },
  });
}

describe('createImportKind', () => {
  it('reads in a thread, keeps steps in order, and ends with all bytes done', async () => {
    const kept: Kept = { steps: [], events: [] };
    await run(kept, new AbortController().signal);
    expect(kept.events.map(({ event }) => event.resourceId)).toEqual(
      Array.from({ length: COUNT }, (_, index) => `n-${index}`),
    );
    expect(Buffer.from(kept.events[7]!.event.raw).toString()).toBe(auditEvent('n-7'));
    expect(kept.events[7]!.place).toEqual({ file: 'a.ndjson', position: 8, positionUnit: 'line' });
    expect(kept.steps.flatMap(({ refusals }) => refusals)).toEqual([
      { code: 'item/truncated', place: { file: 'a.ndjson', position: COUNT + 1, positionUnit: 'line' } },
    ]);
    const last = kept.steps.at(-1)!;
    expect([last.done, last.done > 0]).toEqual([last.total, true]);
  });

  it('stops between steps when it is told to, and goes on from there', async () => {
    const kept: Kept = { steps: [], events: [] };
    for (let round = 1; kept.events.length < COUNT && round < 20; round += 1) {
      const stop = new AbortController();
      await run(kept, stop.signal, () => {
        stop.abort();
      });
      expect(kept.steps.length).toBe(round);
    }
    await run(kept, new AbortController().signal);
    expect(new Set(kept.events.map(({ event }) => event.resourceId)).size).toBe(COUNT);
    expect(kept.events.length).toBe(COUNT);
  });

  it('fails with the error of a step that cannot be kept', async () => {
    const kept: Kept = { steps: [], events: [] };
    await expect(
      run(kept, new AbortController().signal, () => Promise.reject(new Error('full'))),
    ).rejects.toThrow('full');
  });

  it('does nothing where it was told to stop before it began', async () => {
    const kept: Kept = { steps: [], events: [] };
    await run(kept, AbortSignal.abort());
    expect(kept.steps).toEqual([]);
  });

  it('refuses parameters and checkpoints that are not its own', () => {
    expect(kind.params.safeParse({ paths: [] }).success).toBe(false);
    expect(kind.checkpoint.safeParse({ filesDone: -1 }).success).toBe(false);
  });
});
