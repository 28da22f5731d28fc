import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import type { ClinicUrls } from './clinic.ts';

const MAIN = new URL('main.ts', import.meta.url).pathname;
const START_TIMEOUT_MS = 60_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

const children: Child[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(...args: readonly string[]): Child {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function exitOf(child: Child): Promise<number | null> {
  return await new Promise((resolve) => {
    child.once('exit', resolve);
  });
}

async function firstLine(child: Child): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error('The clinic ended without a line.');
}

it(
  'prints its endpoints as one JSON line, listens on loopback only, ends on SIGTERM, and comes back with its keys',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clinic-state-'));
    const args = ['--port', '0', '--quiet', '--live-ms', '0', '--state', folder];
    const child = run(...args);
    const urls = JSON.parse(await firstLine(child)) as ClinicUrls;
    const port = new URL(urls.cognito).port;
    expect(urls).toEqual({
      cognito: `http://127.0.0.1:${port}`,
      fhir: `http://127.0.0.1:${port}/fhir`,
      region: 'eu-central-1',
      userPoolId: 'eu-central-1_DemoMedMd',
      clientId: '4medminderconsoledemo26chr',
      identityPoolId: 'eu-central-1:6d6d6564-6d69-4e64-8572-64656d6f0001',
      jwksUri: `http://127.0.0.1:${port}/eu-central-1_DemoMedMd/.well-known/jwks.json`,
      persons: `http://127.0.0.1:${port}/_clinic/persons`,
    });
    const jwks: unknown = await (await fetch(urls.jwksUri)).json();
    expect((await fetch(`${urls.fhir}/metadata`)).status).toBe(200);
    const outward = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter((address) => !address.internal && address.family === 'IPv4');
    for (const { address } of outward) {
      await expect(fetch(`http://${address}:${port}/_clinic/clock`)).rejects.toThrow('fetch failed');
    }
    const exit = exitOf(child);
    child.kill('SIGTERM');
    await expect(exit).resolves.toBe(0);

    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    const again = JSON.parse(await firstLine(run(...args))) as ClinicUrls;
    await expect((await fetch(again.jwksUri)).json()).resolves.toEqual(jwks);
    rmSync(folder, { recursive: true });
  },
  START_TIMEOUT_MS,
);

it('explains its use when asked for what it does not know', async () => {
  const child = run('--port', 'high');
  const exit = exitOf(child);
  let errors = '';
  for await (const chunk of child.stderr) errors += String(chunk);
  await expect(exit).resolves.toBe(2);
  expect(errors).toContain('node e2e/clinic/main.ts --port N');
});
