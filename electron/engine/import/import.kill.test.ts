import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Job, JobItem } from '../../../shared/domain/jobs.ts';
import { auditEvent } from './testing/samples.ts';

const CHILD = new URL('./testing/import-until-killed.ts', import.meta.url).pathname;
const KILLS = 4;
const EVENTS = 2_500;

interface Result {
  readonly job: Job;
  readonly items: readonly JobItem[];
  readonly events: number;
}

/** Runs until done, or kills it a while after its first step; null where it was killed. */
async function run(args: readonly string[], killAfterMs: number | null): Promise<Result | null> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const closed = once(child, 'close');
  if (killAfterMs !== null) {
    await Promise.race([once(child.stdout, 'data'), closed]);
    await sleep(killAfterMs);
    child.kill('SIGKILL');
  }
  await closed;
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  return last.startsWith('{') ? (JSON.parse(last) as Result) : null;
}

it(`stores each event once and has each line once, killed ${KILLS} times`, { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'medminder-import-'));
  try {
    const files = join(folder, 'files');
    mkdirSync(files);
    const lines = Array.from({ length: EVENTS }, (_, index) => auditEvent(`n-${index}`));
    writeFileSync(
      join(files, 'a.ndjson'),
      [...lines.slice(0, 1_500), '{oops}', ...lines.slice(1_500)].join('\n'),
    );
    writeFileSync(
      join(files, 'b.gz'),
      gzipSync(lines.map((line) => line.replace('n-', 'z-')).join('\n')).subarray(0, -4),
    );
    writeFileSync(join(files, 'c.json'), lines[7] ?? '');
    const args = [join(folder, 'audit.db'), randomBytes(32).toString('hex'), files];
    let result: Result | null = null;
    for (let kill = 0; kill < KILLS && result === null; kill += 1) result = await run(args, randomInt(400));
    result ??= await run(args, null);
    expect(result?.job).toMatchObject({
      state: 'done',
      counts: { accepted: EVENTS * 2, duplicate: 1, refused: 2, remarked: 0 },
    });
    expect(result?.events).toBe(EVENTS * 2);
    expect(result?.items.map(({ code, file, position }) => `${code} ${file} ${position}`)).toEqual([
      'item/not-json a.ndjson 1501',
      'item/truncated b.gz 0',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
