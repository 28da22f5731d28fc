/* oxlint-disable eslint/no-extend-native, unicorn/no-thenable, typescript/unbound-method, typescript/no-unsafe-return, typescript/no-unsafe-call, typescript/no-unsafe-member-access -- the suite plays a hostile page, and Playwright's window handles are untyped here */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixture } from './support.ts';
import type { Fixture, MainGlobals } from './support.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(async () => {
  await fixture.close();
});

/** Asks the main window's page through the runtime itself: Playwright's own view does not outlive a crash. */
async function inPage(code: string): Promise<unknown> {
  return fixture.app.evaluate(
    async (_electron, script) =>
      (globalThis as unknown as MainGlobals).window.webContents.executeJavaScript(script) as Promise<unknown>,
    code,
  );
}

describe('windows', () => {
  it('opens a second window, captures and closes it', async () => {
    const opened = fixture.app.waitForEvent('window');
    await fixture.app.evaluate(() => {
      (globalThis as unknown as MainGlobals).open('/index.html?second');
    });
    const second = await opened;
    await second.getByRole('heading').waitFor();
    const window = await fixture.app.browserWindow(second);
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
    expect(await fixture.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('follows the colour scheme', async () => {
    const dark = async (): Promise<boolean> =>
      fixture.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await fixture.app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'dark';
    });
    await expect.poll(dark).toBe(true);
    await fixture.page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(dark).toBe(false);
  });

  it('throws by name for what it does not have', async () => {
    const messages = await fixture.app.evaluate((electron) => {
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
        text(() => electron.app.on('gpu-info-update', () => undefined)),
        text(() => electron.powerMonitor.on('shutdown', () => undefined)),
        text(() => electron.session.defaultSession.clearCache()),
        text(() => electron.BrowserWindow.getAllWindows()[0]!.on('unresponsive', () => undefined)),
        text(() => electron.BrowserWindow.getAllWindows()[0]!.webContents.on('login', () => undefined)),
      ];
    });
    expect(messages).toEqual([
      'electron.Tray is not part of the Chromium runtime',
      'app.dock is not part of the Chromium runtime',
      'webPreferences.sandbox: false is not part of the Chromium runtime',
      'BrowserWindow option kiosk is not part of the Chromium runtime',
      'app event gpu-info-update is not part of the Chromium runtime',
      'powerMonitor event shutdown is not part of the Chromium runtime',
      'session.clearCache is not part of the Chromium runtime',
      'BrowserWindow event unresponsive is not part of the Chromium runtime',
      'webContents event login is not part of the Chromium runtime',
    ]);
  });

  it('survives the crash of a page, twice', async () => {
    for (const round of [1, 2]) {
      const loads = await fixture.count('did-finish-load');
      await fixture.app.evaluate(() => {
        (globalThis as unknown as MainGlobals).window.webContents.forcefullyCrashRenderer();
      });
      await expect.poll(async () => fixture.count('render-process-gone')).toBe(round);
      const sent = await fixture.app.evaluate(() => {
        const { webContents } = (globalThis as unknown as MainGlobals).window;
        const crashed = webContents.isCrashed();
        webContents.send('noted', 'nobody is there');
        webContents.reload();
        return crashed;
      });
      expect(sent).toBe(true);
      await expect.poll(async () => fixture.count('did-finish-load')).toBeGreaterThan(loads);
      expect(await inPage('globalThis.bridge.invoke("echo", 5)')).toBe(5);
    }
    expect(await fixture.noted('render-process-gone')).toMatchObject({ reason: 'crashed' });
  });
});

describe('messages to a page', () => {
  it('reach the living document once, whatever was there before', async () => {
    const listen = `globalThis.heard = []; globalThis.bridge.subscribe('noted', (v) => globalThis.heard.push(v))`;
    for (let loads = 0; loads < 3; loads += 1) {
      await inPage(`${listen}; 1`);
      await fixture.app.evaluate(async () => {
        const { webContents } = (globalThis as unknown as MainGlobals).window;
        const loaded = new Promise((resolve) => {
          webContents.once('did-finish-load', () => {
            resolve(undefined);
          });
        });
        webContents.reload();
        await loaded;
      });
    }
    await inPage(`${listen}; 1`);
    await fixture.app.evaluate(() => {
      const { webContents } = (globalThis as unknown as MainGlobals).window;
      webContents.send('noted', 'first');
      webContents.send('noted', 'second');
    });
    await expect.poll(async () => inPage('globalThis.heard')).toEqual(['first', 'second']);
    await inPage('globalThis.bridge.invoke("echo", 1)');
    expect(await inPage('globalThis.heard')).toEqual(['first', 'second']);
  });

  it('may be sent while a document changes, and after the window has gone', async () => {
    const after = await fixture.app.evaluate(async () => {
      const { open } = globalThis as unknown as MainGlobals;
      const window = open('/index.html?closing');
      const { webContents } = window;
      webContents.send('noted', 'before there is a document');
      await new Promise((resolve) => {
        webContents.once('did-finish-load', () => {
          resolve(undefined);
        });
      });
      webContents.reload();
      for (let n = 0; n < 50; n += 1) webContents.send('noted', n);
      window.destroy();
      webContents.send('noted', 'late');
      return webContents.isDestroyed();
    });
    expect(after).toBe(true);
    expect(await inPage('1 + 1')).toBe(2);
  });
});
