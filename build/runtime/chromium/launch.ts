import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { CdpConnection } from '../cdp/connection.ts';
import { chromiumFlags } from './flags.ts';
import type { LaunchOptions } from './flags.ts';

/** A running Chromium. */
export interface Chromium {
  readonly connection: CdpConnection;
  readonly exited: Promise<void>;
  /** Opens a further `--app` window in the running Chromium (visible mode only). */
  readonly openAppWindow: (url: string, size: readonly string[]) => void;
  /** Ends it at once and removes its folder. Safe to call from an exit handler, and twice. */
  readonly kill: () => void;
}

/** Starts Chromium with a fresh folder. A folder that a killed run left behind is removed first. */
export function launchChromium(
  executable: string,
  options: LaunchOptions,
  startArguments: readonly string[],
): Chromium {
  const { profileDir } = options;
  removeFolder(profileDir);
  const temp = path.join(profileDir, 'tmp');
  mkdirSync(temp, { recursive: true, mode: 0o700 });
  const env = {
    ...process.env,
    // Its temporary files lie in the folder that is removed, and it finds no message bus to talk to.
    TMPDIR: temp,
    TEMP: temp,
    TMP: temp,
    ...(options.headless
      ? { DBUS_SESSION_BUS_ADDRESS: 'disabled:', DBUS_SYSTEM_BUS_ADDRESS: 'disabled:' }
      : {}),
  };
  const flags = chromiumFlags(options);
  const child = spawn(executable, [...flags, ...startArguments], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env,
  });
  forwardStderr(child);
  const connection = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    const finish = (): void => {
      gone = true;
      connection.close();
      removeFolder(profileDir);
      resolve();
    };
    child.once('error', finish).once('exit', finish);
  });
  return {
    connection,
    exited,
    openAppWindow: (url, size) => {
      const forwarded = flags.filter((flag) => !flag.startsWith('--remote-debugging'));
      spawn(executable, [...forwarded, ...size, `--app=${url}`], { stdio: 'ignore', env }).unref();
    },
    kill: () => {
      if (gone) return;
      connection.close();
      child.kill('SIGKILL');
      removeFolder(profileDir);
    },
  };
}

/** Passes on the one line that Playwright waits for; Chromium's other noise only when it is asked for. */
function forwardStderr(child: ChildProcess): void {
  if (child.stderr === null) return;
  const verbose = process.env['MEDMINDER_CHROMIUM_LOG'] === '1';
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (
      verbose ||
      line.startsWith('DevTools listening on ') ||
      /No usable sandbox|Missing X server|cannot open display/i.test(line)
    ) {
      process.stderr.write(`${line}\n`);
    }
  });
}

/** Chromium's helpers may still be writing for a moment after its end. */
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}
