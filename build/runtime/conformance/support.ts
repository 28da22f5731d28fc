import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserWindow, OpenDialogOptions, OpenDialogReturnValue } from 'electron';
import { _electron } from 'playwright';
import type { ElectronApplication, Page } from 'playwright';
import { expect } from 'vitest';

/** The fixture's preload API and what its page noted. */
export interface Bridge {
  readonly nested: { readonly list: readonly unknown[]; readonly when: Date };
  readonly invoke: (channel: string, ...args: unknown[]) => Promise<unknown>;
  readonly send: (channel: string, ...args: unknown[]) => void;
  readonly sync: (a: number, b: number) => number;
  readonly fails: () => void;
  readonly rejects: () => Promise<void>;
  readonly subscribe: (channel: string, callback: (...args: unknown[]) => void) => () => void;
  readonly callTwice: (callback: (n: number) => unknown) => Promise<unknown>;
  readonly describe: () => { readonly process: string[]; readonly globals: string[] };
  readonly requireOther: () => void;
  readonly closed: () => void;
}
export interface Entry {
  readonly name: string;
  readonly [detail: string]: unknown;
}
export interface MainGlobals {
  log: Entry[];
  window: BrowserWindow;
  open: (pathname: string) => BrowserWindow;
  choose: (options: OpenDialogOptions) => Promise<OpenDialogReturnValue>;
  fork: (
    args: string[],
    env: object,
  ) => {
    postMessage: (value: unknown) => void;
    once: (event: string, listener: () => void) => void;
    kill: () => boolean;
    pid: number | undefined;
  };
  flood: number[];
}
declare global {
  var bridge: Bridge;
  var found: { readonly api: string; readonly frozen: boolean; readonly leaks: readonly string[] };
}

export const executable = fileURLToPath(new URL('../electron.mjs', import.meta.url));
export const fixture = fileURLToPath(new URL('./app', import.meta.url));
/** What a page shows; it must not be found on a disk. */
export const SECRET = 'Zebulon-Quartermain-4711';

/** The fixture app, running. */
export interface Fixture {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly profile: string;
  readonly log: () => Promise<readonly Entry[]>;
  /** Waits until the fixture has noted something. */
  readonly noted: (name: string, matches?: (entry: Entry) => boolean) => Promise<Entry>;
  readonly count: (name: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Starts the fixture as Playwright starts an Electron app, on a fresh profile or a given one. */
export async function startFixture(given?: string): Promise<Fixture> {
  const profile = given ?? mkdtempSync(path.join(tmpdir(), 'runtime-conformance-'));
  const app = await _electron.launch({
    executablePath: executable,
    args: [fixture, `--user-data-dir=${profile}`],
  });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  const log = async (): Promise<readonly Entry[]> =>
    app.evaluate(() => (globalThis as unknown as MainGlobals).log);
  return {
    app,
    page,
    profile,
    log,
    noted: async (name, matches = () => true) => {
      let entry: Entry | undefined;
      await expect
        .poll(
          async () => {
            entry = (await log()).find((candidate) => candidate.name === name && matches(candidate));
            return entry !== undefined;
          },
          { timeout: 30_000, interval: 20, message: name },
        )
        .toBe(true);
      if (entry === undefined) throw new Error(`${name} was not noted`);
      return entry;
    },
    count: async (name) => (await log()).filter((entry) => entry.name === name).length,
    close: async () => {
      await app.close();
      if (given === undefined) rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The files of a folder that hold something of a page: its text or its address. */
export function tellingFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(folder, name);
    try {
      return statSync(file).isFile() && /Zebulon|fixture\.app\.invalid/.test(readFileSync(file, 'latin1'));
    } catch {
      // Chromium has taken it away in the meantime.
      return false;
    }
  });
}
