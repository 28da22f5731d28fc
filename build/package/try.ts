/**
 * node build/package/try.ts PROGRAM: does a packed app (Linux, on a display, with xdotool) open, and refuse what it must?
 * Playwright cannot drive it: it attaches by --inspect, which a fuse has turned off. So this looks from outside.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const program = process.argv[2];
if (program === undefined) throw new Error('node build/package/try.ts PROGRAM');
const profile = mkdtempSync(path.join(tmpdir(), 'try-package-'));
const own = `--user-data-dir=${profile}`;
const START_MS = 30_000;
const faults: string[] = [];

const node = spawnSync(program, ['-e', 'console.log("it" + "ran")'], {
  encoding: 'utf8',
  env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', XDG_CONFIG_HOME: profile },
  timeout: 10_000,
});
if (node.stdout.includes('itran')) faults.push('runs as Node');

for (const name of ['--no-sandbox', '--remote-debugging-port=0']) {
  const { status } = spawnSync(program, [own, name], { timeout: 10_000 });
  if (status !== 1) faults.push(`starts with ${name}`);
}

const child = spawn(program, [own, '--inspect=0'], {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, NODE_OPTIONS: '--trace-exit' },
});
let said = '';
for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
const until = Date.now() + START_MS;
while (!isOpen() && child.exitCode === null && Date.now() < until) await sleep(500);
if (!isOpen()) faults.push(`opens no window (exit ${child.exitCode ?? 'none'}):\n${said}`);
if (/Debugger listening/u.test(said)) faults.push('lets a debugger in');
child.kill('SIGTERM');
await sleep(3_000);
if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });

for (const fault of faults) console.error(`✗ ${fault}`);
console.log(`TRY ${JSON.stringify({ program: path.basename(program), ok: faults.length === 0 })}`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** The window shows when the page has painted, and its title never changes. */
function isOpen(): boolean {
  const found = spawnSync('xdotool', ['search', '--onlyvisible', '--name', '^MedMinder Console$']);
  return found.status === 0;
}
