import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { OfflineFacts, OfflineStart, Skipped, Times } from './facts.ts';

/** Loopback stays, for Playwright talks over it; nothing else exists in the new namespace. */
const BARE_NETWORK = ['--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/**
 * Repeats the offline phase in a network namespace that has no network at all. Linux, with the right to make one; says why
 * it was skipped elsewhere.
 */
export async function withoutNetwork(start: OfflineStart, times: Times): Promise<OfflineFacts | Skipped> {
  if (process.platform !== 'linux') return { skipped: 'no network namespaces on this system' };
  const allowed = spawnSync('unshare', [...BARE_NETWORK, 'true'], { stdio: 'ignore' });
  if (allowed.status !== 0)
    return { skipped: 'no right to make a network namespace (unshare), or no ip command' };
  const script = new URL('./offline.ts', import.meta.url).pathname;
  if (!existsSync(script)) throw new Error('The offline script is missing.');
  const child = spawn('unshare', [...BARE_NETWORK, process.execPath, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // On standard input, for arguments can be read by every process of the machine.
  child.stdin.end(JSON.stringify(start));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise<number>((resolve) => {
    child.once('close', (status) => {
      resolve(status ?? 1);
    });
  });
  if (code !== 0) throw new Error('The phase without network failed; its words are above.');
  const answer = JSON.parse(said) as { facts: OfflineFacts; times: Times };
  Object.assign(times, answer.times);
  return answer.facts;
}
