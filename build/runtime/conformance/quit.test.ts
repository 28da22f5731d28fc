import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { executable } from './support.ts';

const app = fileURLToPath(new URL('./quit-app', import.meta.url));

async function run(env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string[] }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'runtime-quit-'));
  const child = spawn(process.execPath, [executable, app, `--user-data-dir=${profile}`, '--headless'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  rmSync(profile, { recursive: true, force: true });
  return { code, said: text.trim().split('\n') };
}

it('quits in the order of Electron, and each step can be refused', async () => {
  const { code, said } = await run({ REFUSE: 'before-quit,close,will-quit' });
  expect(said.join(', ').split(', --')).toEqual([
    'before-quit refused',
    ', before-quit, close refused',
    ', before-quit, close, closed and 0 left, will-quit refused',
    ', before-quit, will-quit, quit 0',
    '',
  ]);
  expect(code).toBe(0);
});

it('exits without asking anybody', async () => {
  const { code, said } = await run({ EXIT: '4', REFUSE: 'before-quit,close,will-quit' });
  expect(said).toEqual(['closed and 0 left', 'quit 4']);
  expect(code).toBe(4);
});
