import { _electron } from 'playwright';
import type { ElectronApplication, Page } from 'playwright';
import { appFolder, childEnv, runtimeFromEnv } from './runtime.ts';

const LAUNCH_TIMEOUT_MS = 60_000;
/** The engine has 8 s to close its stores; what takes longer than this is killed. */
const CLOSE_TIMEOUT_MS = 20_000;

export interface ConsoleOptions {
  /** The profile folder (`--user-data-dir`). */
  readonly profile: string;
  /** `--settings=`; null leaves the choice of connections to the profile, its policy and the first run. */
  readonly settingsFile: string | null;
  /** More of the console's own arguments. */
  readonly args?: readonly string[];
  /** The folder of the app to start; this project's by default. */
  readonly app?: string;
  /** Laid over the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly colorScheme?: 'light' | 'dark';
}

export interface RunningConsole {
  readonly app: ElectronApplication;
  /** The console's one window. */
  readonly page: Page;
  /** What the console's main process wrote, for a failure's report. */
  readonly said: () => string;
  /** Quits as the person does who closes the window, and waits. Safe to call twice. */
  readonly close: () => Promise<void>;
  /** Ends the main process without a word, as a power cut does, and waits. */
  readonly kill: () => Promise<void>;
}

/**
 * Starts the real app on the runtime that set-up chose and waits for its window.
 *
 * @throws when it does not open in time; the message holds what it said
 */
export async function launchConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const runtime = runtimeFromEnv();
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [
      ...runtime.switches,
      options.app ?? appFolder(),
      `--user-data-dir=${options.profile}`,
      ...(options.settingsFile === null ? [] : [`--settings=${options.settingsFile}`]),
      ...(options.args ?? []),
    ],
    env: childEnv(options.env),
    timeout: LAUNCH_TIMEOUT_MS,
    ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
  });
  const child = app.process();
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    await app.close().catch(() => undefined);
    await exited;
    clearTimeout(timer);
  };
  try {
    const page = await app.firstWindow({ timeout: LAUNCH_TIMEOUT_MS });
    return { app, page, said: () => said, close, kill };
  } catch (cause) {
    await close();
    throw new Error(`The console opened no window.\n${said}`, { cause });
  }
}
