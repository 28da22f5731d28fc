import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
/** A process that neither says that it ended nor goes is a failure of its own. */
const HANGS_AFTER_MS = 120_000;

export interface Run {
  /** Whole lines only: a line that was cut was not said. */
  readonly said: readonly string[];
  /** From the order to go until it said `ended`; null where it was killed before. */
  readonly tookMs: number | null;
}

/** A process that has loaded everything and waits for its folder, so that its start is no part of what is timed. */
export class Victim {
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  readonly #closed: Promise<void>;
  readonly #ended: Promise<void>;
  #output = '';
  #errors = '';
  #killed = false;
  #endedAtMs: number | null = null;

  constructor(operation: string, cacheFolder: string) {
    this.#child = spawn(process.execPath, ['--no-warnings', CHILD, operation], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder },
    });
    const ready = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    [this.#ready, this.#ended, this.#closed] = [ready.promise, ended.promise, closed.promise];
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
      if (this.#output.startsWith('ready\n')) ready.resolve();
      if (!this.#output.endsWith('ended\n')) return;
      this.#endedAtMs ??= performance.now();
      ended.resolve();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    this.#child.stdin?.on('error', () => undefined);
    this.#child.once('error', closed.resolve);
    this.#child.once('close', () => closed.resolve());
  }

  /** Lets it work in `folder` and kills it after `killAfterMs`, or after its end where null. */
  async run(folder: string, killAfterMs: number | null): Promise<Run> {
    await Promise.race([this.#ready, this.#closed]);
    const goMs = performance.now();
    this.#child.stdin?.write(`${folder}\n`);
    const hangs = new AbortController();
    if (killAfterMs === null) {
      const late = sleep(HANGS_AFTER_MS, undefined, { signal: hangs.signal }).catch(() => undefined);
      await Promise.race([this.#ended, this.#closed, late]);
      hangs.abort();
    } else await moment(goMs + killAfterMs);
    await this.kill();
    const { exitCode } = this.#child;
    if (this.#errors !== '' || exitCode !== null)
      throw new Error(`The process failed by itself (${exitCode}): ${this.#errors}`);
    const said = this.#output.split('\n').slice(1, -1);
    const hasEnded = said.at(-1) === 'ended';
    if (killAfterMs === null && !hasEnded) throw new Error('The process came to no end.');
    return { said, tookMs: hasEnded ? (this.#endedAtMs ?? performance.now()) - goMs : null };
  }

  async kill(): Promise<void> {
    if (!this.#killed) this.#child.kill('SIGKILL');
    this.#killed = true;
    await this.#closed;
  }
}

/** Timers count whole milliseconds; the last of them is spent looking at the clock, so that every instant can be met. */
async function moment(atMs: number): Promise<void> {
  const whole = Math.floor(atMs - performance.now()) - 1;
  if (whole > 0) await sleep(whole);
  while (performance.now() < atMs);
}
