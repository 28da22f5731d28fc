import { spawnSync } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/** What npm printed, and JSON of it where it is JSON. npm's exit code says "found something" as well as "went wrong". */
export interface NpmAnswer {
  readonly json: unknown;
  readonly said: string;
}

/** Asks npm; never installs, never waits longer than a minute. */
export function askNpm(args: readonly string[]): NpmAnswer {
  const windows = process.platform === 'win32';
  const { stdout, stderr } = spawnSync(windows ? 'npm.cmd' : 'npm', [...args, '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    shell: windows,
  });
  return { json: parsed(stdout), said: `${stdout}${stderr}` };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
