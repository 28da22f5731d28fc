import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SECRET, startFixture, tellingFiles } from './support.ts';
import type { MainGlobals } from './support.ts';

let folder: string;
let profile: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'runtime-traces-'));
  profile = path.join(folder, 'profile');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
});

/** Processes that name the folder in their command line: Chromium's, and the main process. */
function livingProcesses(): readonly string[] {
  return execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(profile));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('leaves nothing of a page behind: while it runs, after a kill, after the next start', async () => {
  const first = await startFixture(profile);
  await first.page.evaluate(async (secret) => {
    localStorage.setItem(secret, secret);
    sessionStorage.setItem(secret, secret);
    document.cookie = `secret=${secret}; max-age=1000`;
    document.body.append(secret);
    history.pushState(null, '', `?${secret}`);
    const cache = await caches.open(secret);
    await cache.put('/kept', new Response(secret));
    await new Promise((resolve, reject) => {
      const request = indexedDB.open(secret);
      request.addEventListener('error', reject);
      request.addEventListener('success', resolve);
    });
  }, SECRET);
  const utility = await first.app.evaluate(
    async () =>
      new Promise<number>((resolve) => {
        const child = (globalThis as unknown as MainGlobals).fork([], {});
        child.once('spawn', () => {
          resolve(child.pid!);
        });
      }),
  );
  expect(isAlive(utility)).toBe(true);
  expect(existsSync(path.join(profile, 'chromium'))).toBe(true);
  expect(tellingFiles(folder)).toEqual([]);

  first.app.process().kill('SIGKILL');
  await expect.poll(livingProcesses, { timeout: 30_000 }).toEqual([]);
  await expect.poll(() => isAlive(utility), { timeout: 30_000 }).toBe(false);
  expect(tellingFiles(folder)).toEqual([]);

  const second = await startFixture(profile);
  expect(await second.page.evaluate(() => localStorage.length)).toBe(0);
  await second.close();
  await expect.poll(livingProcesses, { timeout: 30_000 }).toEqual([]);
  expect(existsSync(path.join(profile, 'chromium'))).toBe(false);
  expect(tellingFiles(folder)).toEqual([]);
});
