import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SingleInstanceLock, socketPath } from './single-instance.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const message = { argv: ['a'], cwd: '/', additionalData: null };

describe('single instance lock', () => {
  it('is given once, and again after a release', () => {
    const lock = new SingleInstanceLock(folder, () => undefined);
    expect(lock.request(message)).toBe(true);
    expect(lock.held).toBe(true);
    lock.release();
    expect(new SingleInstanceLock(folder, () => undefined).request(message)).toBe(true);
  });

  it('is taken over from a process that was killed', async () => {
    const source = `require('node:net').createServer().listen(process.argv[1], () => console.log('up'))`;
    const holder = spawn(process.execPath, ['-e', source, socketPath(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => {
      holder.stdout.once('data', resolve);
    });
    const gone = new Promise((resolve) => {
      holder.once('exit', resolve);
    });
    holder.kill('SIGKILL');
    await gone;
    const lock = new SingleInstanceLock(folder, () => undefined);
    expect(lock.request(message)).toBe(true);
    lock.release();
  });
});
