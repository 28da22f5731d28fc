/* oxlint-disable eslint/no-extend-native, unicorn/no-thenable, typescript/unbound-method, typescript/no-unsafe-return, typescript/no-unsafe-call, typescript/no-unsafe-member-access -- the suite plays a hostile page, and Playwright's window handles are untyped here */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserWindow } from 'electron';
import { _electron } from 'playwright';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The fixture's preload API and what its page noted. */
interface Bridge {
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
interface Entry {
  readonly name: string;
  readonly [detail: string]: unknown;
}
interface MainGlobals {
  log: Entry[];
  window: BrowserWindow;
  open: (pathname: string) => BrowserWindow;
  fork: (
    args: string[],
    env: object,
  ) => { postMessage: (value: unknown) => void; kill: () => boolean; pid: number | undefined };
}
declare global {
  var bridge: Bridge;
  var found: { readonly api: string; readonly frozen: boolean; readonly leaks: readonly string[] };
}

const executable = fileURLToPath(new URL('../electron.mjs', import.meta.url));
const fixture = fileURLToPath(new URL('./app', import.meta.url));
const SECRET = 'Zebulon-Quartermain-4711';

let profile: string;
let electronApp: ElectronApplication;
let page: Page;

async function mainLog(): Promise<readonly Entry[]> {
  return electronApp.evaluate(() => (globalThis as unknown as MainGlobals).log);
}
/** Waits until the fixture has noted something. */
async function noted(name: string, matches: (entry: Entry) => boolean = () => true): Promise<Entry> {
  let entry: Entry | undefined;
  await expect
    .poll(async () => {
      entry = (await mainLog()).find((candidate) => candidate.name === name && matches(candidate));
      return entry !== undefined;
    })
    .toBe(true);
  return entry!;
}

beforeAll(async () => {
  profile = mkdtempSync(path.join(tmpdir(), 'runtime-conformance-'));
  electronApp = await _electron.launch({
    executablePath: executable,
    args: [fixture, `--user-data-dir=${profile}`],
  });
  page = await electronApp.firstWindow();
  await page.waitForLoadState();
});
afterAll(async () => {
  await electronApp.close();
  rmSync(profile, { recursive: true, force: true });
});

describe('page', () => {
  it('has the API before its first script, frozen, and nothing of Node', async () => {
    expect(await page.evaluate(() => globalThis.found)).toEqual({ api: 'object', frozen: true, leaks: [] });
    const state = await page.evaluate(() => {
      const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'bridge')!;
      return {
        writable: descriptor.writable,
        configurable: descriptor.configurable,
        deep:
          Object.isFrozen(globalThis.bridge.nested) &&
          Object.isFrozen(globalThis.bridge.nested.list) &&
          Object.isFrozen(globalThis.bridge.sync),
        secure: isSecureContext,
        names: Object.getOwnPropertyNames(globalThis).filter((name) => /post_|receive_|^preload/i.test(name)),
      };
    });
    expect(state).toEqual({ writable: false, configurable: false, deep: true, secure: true, names: [] });
  });

  it('gives a sandboxed preload nothing but electron', async () => {
    expect(await page.evaluate(() => globalThis.bridge.describe())).toEqual({
      process: ['env', 'platform', 'versions'],
      globals: [],
    });
    const failures = await page.evaluate(() =>
      [globalThis.bridge.requireOther, globalThis.bridge.closed].map((call) => {
        try {
          call();
          return 'passed';
        } catch (error) {
          return (error as Error).message;
        }
      }),
    );
    expect(failures).toEqual([
      'module not found: node:fs',
      'ipcRenderer.sendSync is not part of the Chromium runtime',
    ]);
  });

  it('keeps the CSP of the response', async () => {
    const blocked = await page.evaluate(
      async () =>
        new Promise((resolve) => {
          addEventListener('securitypolicyviolation', (event) => {
            resolve(event.effectiveDirective);
          });
          const script = document.createElement('script');
          script.textContent = 'globalThis.injected = true';
          document.head.append(script);
        }),
    );
    expect(blocked).toBe('script-src-elem');
    expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false);
  });
});

describe('ipc and bridge', () => {
  it('carries every kind of value both ways', async () => {
    const result = await page.evaluate(async () => {
      const value = {
        when: new Date(5),
        map: new Map([['a', new Set([1])]]),
        bytes: new Uint8Array([1, 2]),
        big: 7n,
        none: undefined,
        nested: [{ x: Number.NaN }],
      };
      const back = (await globalThis.bridge.invoke('echo', value)) as typeof value;
      return [
        back.when instanceof Date && back.when.getTime() === 5,
        back.map instanceof Map && back.map.get('a')!.has(1),
        back.bytes instanceof Uint8Array && back.bytes[1] === 2,
        back.big === 7n,
        'none' in back && back.none === undefined,
        Number.isNaN(back.nested[0]!.x),
        await globalThis.bridge.invoke('type', new ArrayBuffer(2)),
      ];
    });
    expect(result).toEqual([true, true, true, true, true, true, '[object ArrayBuffer]']);
  });

  it('has the error texts of Electron', async () => {
    const messages = await page.evaluate(async () => {
      const text = async (run: () => unknown): Promise<string> => {
        try {
          await run();
          return 'passed';
        } catch (error) {
          return `${error instanceof Error} ${(error as Error).message}`;
        }
      };
      return [
        await text(async () => globalThis.bridge.invoke('boom')),
        await text(async () => globalThis.bridge.invoke('absent')),
        await text(async () => globalThis.bridge.invoke('function')),
        await text(async () => globalThis.bridge.invoke('echo', Symbol('s'))),
        await text(() => {
          globalThis.bridge.fails();
        }),
        await text(async () => globalThis.bridge.rejects()),
      ];
    });
    expect(messages).toEqual([
      "true Error invoking remote method 'boom': RangeError: too far",
      "true Error invoking remote method 'absent': Error: No handler registered for 'absent'",
      "true Error invoking remote method 'function': Error: An object could not be cloned.",
      'true An object could not be cloned.',
      'true sync failure',
      'true async failure',
    ]);
  });

  it('tells the true frame, replies, pushes, and lets a subscription end', async () => {
    await page.evaluate((secret) => {
      const state = { noted: [] as unknown[], stop: () => {} };
      Object.assign(globalThis, { state });
      state.stop = globalThis.bridge.subscribe('noted', (value) => state.noted.push(value));
      globalThis.bridge.send('note', secret);
    }, SECRET);
    expect(await noted('note')).toMatchObject({ value: SECRET, url: 'app://fixture/index.html' });
    const seen = async (): Promise<unknown[]> =>
      page.evaluate(() => (globalThis as unknown as { state: { noted: unknown[] } }).state.noted);
    await expect.poll(seen).toEqual([SECRET]);
    await electronApp.evaluate(() => {
      (globalThis as unknown as MainGlobals).window.webContents.send('noted', new Map([[1, 2]]));
    });
    await expect.poll(seen).toHaveLength(2);
    await page.evaluate(() => {
      (globalThis as unknown as { state: { stop: () => void } }).state.stop();
      globalThis.bridge.send('note', 'after');
    });
    await noted('note', (entry) => entry['value'] === 'after');
    expect(await seen()).toHaveLength(2);
    expect(await page.evaluate(async () => globalThis.bridge.callTwice((n) => n * 10))).toEqual([10, 20]);
  });

  it('stands a page that has replaced the built-ins', async () => {
    const result = await page.evaluate(async () => {
      const stolen: unknown[] = [];
      const grab = function grab(this: unknown): never {
        stolen.push(this);
        throw new Error('hijacked');
      };
      const before = {
        call: Function.prototype.call,
        push: Array.prototype.push,
        stringify: JSON.stringify,
        then: Promise.prototype.then,
      };
      const push = Array.prototype.push.bind(stolen);
      void push;
      Object.defineProperty(Object.prototype, 'detail', { set: grab, configurable: true });
      Object.defineProperty(Array.prototype, '3', { set: grab, configurable: true });
      Function.prototype.call = grab as never;
      JSON.stringify = grab as never;
      let value: unknown;
      try {
        value = globalThis.bridge.sync(20, 22);
      } finally {
        Reflect.deleteProperty(Object.prototype, 'detail');
        Reflect.deleteProperty(Array.prototype, '3');
        Function.prototype.call = before.call;
        JSON.stringify = before.stringify;
      }
      return { value, stolen: stolen.length };
    });
    expect(result).toEqual({ value: 42, stolen: 0 });
  });
});

describe('network and navigation', () => {
  it('answers requests of the scheme under their own address', async () => {
    const answer = await page.evaluate(async () => {
      const response = await fetch('/echo', { method: 'POST', body: 'körper' });
      return {
        status: response.status,
        text: await response.text(),
        origin: response.headers.get('x-origin'),
      };
    });
    expect(answer).toEqual({ status: 201, text: 'körper', origin: 'app://fixture' });
    expect(await noted('serve', (entry) => entry['method'] === 'POST')).toMatchObject({
      url: 'app://fixture/echo',
    });
    expect(
      await page.evaluate(async () =>
        fetch('/forbidden').then(
          () => 'passed',
          (error: Error) => error.name,
        ),
      ),
    ).toBe('TypeError');
  });

  it('refuses new windows inside the page and tells the handler', async () => {
    expect(
      await page.evaluate(() => window.open('https://evil.example/popup', 'w', 'width=100') === null),
    ).toBe(true);
    expect(await noted('window-open')).toMatchObject({ url: 'https://evil.example/popup', frameName: 'w' });
    expect(electronApp.windows()).toHaveLength(1);
  });

  it('stops navigations of the page and of its frames before a request leaves', async () => {
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'https://evil.example/frame';
      document.body.append(frame);
    });
    await noted('will-frame-navigate', (entry) => entry['url'] === 'https://evil.example/frame');
    await page.evaluate(() => {
      location.href = 'https://evil.example/away';
    });
    await noted('will-navigate', (entry) => entry['url'] === 'https://evil.example/away');
    expect(
      (await mainLog()).filter(
        (entry) => entry.name === 'before-request' && String(entry['url']).startsWith('https://evil'),
      ),
    ).toEqual([]);
    expect(await page.getByRole('heading').textContent()).toBe('Conformance');
  });

  it('denies permissions but those that the check handler grants, and cancels downloads', async () => {
    const states = await page.evaluate(async () => {
      const state = async (name: string): Promise<string> =>
        (await navigator.permissions.query({ name: name as PermissionName })).state;
      return [await state('geolocation'), await state('notifications'), await state('clipboard-write')];
    });
    expect(states).toEqual(['denied', 'denied', 'granted']);
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = '/download#/allowed';
      document.body.append(link);
      link.click();
    });
    await noted('will-download');
  });
});

describe('windows', () => {
  it('opens a second window, captures and closes it', async () => {
    const opened = electronApp.waitForEvent('window');
    await electronApp.evaluate(() => {
      (globalThis as unknown as MainGlobals).open('/index.html?second');
    });
    const second = await opened;
    await second.getByRole('heading').waitFor();
    const window = await electronApp.browserWindow(second);
    expect(await window.evaluate((w) => [w.getBounds().width, w.webContents.getURL()])).toEqual([
      900,
      'app://fixture/index.html?second',
    ]);
    expect(
      await window.evaluate(async (w) =>
        (await w.webContents.capturePage()).toPNG().subarray(1, 4).toString(),
      ),
    ).toBe('PNG');
    const closed = second.waitForEvent('close');
    await window.evaluate((w) => {
      w.close();
    });
    await closed;
    expect(await electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('follows the colour scheme', async () => {
    const dark = async (): Promise<boolean> =>
      page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await electronApp.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark';
    });
    await expect.poll(dark).toBe(true);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(dark).toBe(false);
  });

  it('throws by name for what it does not have', async () => {
    const messages = await electronApp.evaluate((electron) => {
      const text = (run: () => unknown): string => {
        try {
          run();
          return 'passed';
        } catch (error) {
          return (error as Error).message;
        }
      };
      return [
        text(() => electron.Tray),
        text(() => electron.app.dock),
        text(() => new electron.BrowserWindow({ webPreferences: { sandbox: false } })),
        text(() => new electron.BrowserWindow({ kiosk: true })),
      ];
    });
    expect(messages).toEqual([
      'electron.Tray is not part of the Chromium runtime',
      'app.dock is not part of the Chromium runtime',
      'webPreferences.sandbox: false is not part of the Chromium runtime',
      'BrowserWindow option kiosk is not part of the Chromium runtime',
    ]);
  });

  it('survives the crash of a page', async () => {
    await electronApp.evaluate(() => {
      (globalThis as unknown as MainGlobals).window.webContents.forcefullyCrashRenderer();
    });
    expect(await noted('render-process-gone')).toMatchObject({ reason: 'crashed' });
    const before = (await mainLog()).filter((entry) => entry.name === 'did-finish-load').length;
    await electronApp.evaluate(() => {
      (globalThis as unknown as MainGlobals).window.webContents.reload();
    });
    await expect
      .poll(async () => (await mainLog()).filter((entry) => entry.name === 'did-finish-load').length)
      .toBeGreaterThan(before);
  });
});

describe('processes', () => {
  it('talks with a utility process and notices its end', async () => {
    await electronApp.evaluate(() => {
      const child = (globalThis as unknown as MainGlobals).fork(['one'], { FLAG: 'up' });
      child.postMessage({ when: new Date(3), map: new Map([[1, 2n]]) });
      setTimeout(() => {
        child.postMessage('leave');
      }, 300);
    });
    const entry = await noted('utility-message');
    expect(entry['message']).toMatchObject({ args: ['one'], flag: 'up' });
    expect(await noted('utility-exit')).toMatchObject({ code: 7 });
  });

  it('hands a second instance to the first', async () => {
    const second = spawn(process.execPath, [executable, fixture, `--user-data-dir=${profile}`, '--hello'], {
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => {
      second.once('exit', resolve);
    });
    expect(code).toBe(0);
    const entry = await noted('second-instance');
    expect(entry['argv']).toContain('--hello');
    expect(entry['cwd']).toBe(process.cwd());
  });

  it('leaves nothing of a page on the disk', () => {
    const files = readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter(
      (file) => statSync(path.join(profile, file), { throwIfNoEntry: false })?.isFile() === true,
    );
    const telling = files.filter((file) =>
      /Zebulon|fixture\.app\.invalid/.test(readFileSync(path.join(profile, file), 'latin1')),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(telling).toEqual([]);
  });
});
