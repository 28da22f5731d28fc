import inspector from 'node:inspector';
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { findChromium } from './chromium/find.ts';
import { parseCommandLine } from './command-line.ts';
import { setCurrentRuntime } from './current.ts';
import { installElectronModule } from './hook.ts';
import { loadAppPackage } from './process/app-package.ts';
import { createRuntime } from './runtime.ts';
import type { Runtime } from './runtime.ts';

/** How the executable was called. */
export interface StartOptions {
  readonly executable: string;
  readonly argv: readonly string[];
}

/** Runs an app until it quits. */
export function start({ executable, argv }: StartOptions): void {
  const line = parseCommandLine(argv);
  if (line.app === undefined) fail('Usage: electron.mjs [switches] <app folder or main file> [arguments]');
  const chromium = findChromium();
  if (chromium === undefined) fail('No Chromium was found. Install it, or name it in MEDMINDER_CHROMIUM.');
  followLifeline();

  const appPackage = loadApp(line.app);
  process.argv = [executable, ...line.appArgv];
  const runtime = createRuntime({
    chromium,
    appPackage,
    executable,
    switches: line.switches,
    headless: line.switches.has('headless') || !hasScreen(),
    sandboxed: !line.switches.has('no-sandbox') && process.getuid?.() !== 0,
    playwright: line.playwright,
  });
  setCurrentRuntime(runtime);
  installElectronModule();
  process.on('exit', runtime.kill);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      runtime.app.app.quit();
    });
  }

  // Playwright waits for this line on stderr; Node prints it.
  if (line.playwright) inspector.open(0);
  const go = line.playwright ? playwrightGo() : Promise.resolve();
  run(runtime, appPackage.main, go).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
}

/** Loads the app, starts Chromium as soon as the app waits for `ready`, and lets it be ready when all are there. */
async function run(runtime: Runtime, main: string, go: Promise<void>): Promise<void> {
  const loaded = import(pathToFileURL(main).href) as Promise<unknown>;
  await Promise.race([loaded, runtime.app.readyWanted]);
  // What the app decides in the same breath (a second instance quits) comes before Chromium is started.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  if (!runtime.app.quit.quitting) {
    runtime.launch();
    await go;
    runtime.app.becomeReady();
  }
  await loaded;
}

/** Playwright calls this global when it is attached to both processes; until then no window may open. */
async function playwrightGo(): Promise<void> {
  return new Promise((resolve) => {
    Object.defineProperty(globalThis, '__playwright_run', { value: resolve, configurable: true });
  });
}

function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

/**
 * The outer Node of `electron.mjs` holds the other end; when it closes, we go the way it went. Not by `process.exit`: that
 * waits for an attached debugger, and Playwright's stays attached. Chromium and the utility processes follow, for their
 * pipes close.
 */
function followLifeline(): void {
  const descriptor = Number(process.env['CHROMIUM_RUNTIME_LIFELINE']);
  delete process.env['CHROMIUM_RUNTIME_LIFELINE'];
  if (!Number.isInteger(descriptor)) return;
  // A socket, not a file stream: a file read would wait in a thread that Node joins before it exits.
  new Socket({ fd: descriptor, readable: true, writable: false })
    .on('error', endAtOnce)
    .on('close', endAtOnce)
    .resume()
    .unref();
}

function loadApp(argument: string): ReturnType<typeof loadAppPackage> {
  try {
    return loadAppPackage(argument, process.cwd());
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function hasScreen(): boolean {
  if (process.platform !== 'linux') return true;
  return (process.env['DISPLAY'] ?? '') !== '' || (process.env['WAYLAND_DISPLAY'] ?? '') !== '';
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
