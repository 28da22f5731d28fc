import path from 'node:path';
import type { CdpSession } from './cdp/connection.ts';
import { ChromiumHost } from './chromium/host.ts';
import type { WindowSize } from './chromium/host.ts';
import { closed } from './closed.ts';
import { NetworkGate } from './net/gate.ts';
import type { RequestOwner } from './net/gate.ts';
import { Permissions } from './net/permissions.ts';
import { createProtocol } from './net/protocol.ts';
import { createSession } from './net/session.ts';
import { createWebRequest } from './net/web-request.ts';
import { createApp } from './process/app.ts';
import type { AppParts } from './process/app.ts';
import type { AppPackage } from './process/app-package.ts';
import { createDialog } from './process/dialog.ts';
import { createIpcMain } from './process/ipc-main.ts';
import { createMenu, createNativeTheme, createPowerMonitor } from './process/small-modules.ts';
import { createUtilityProcess } from './process/utility-process.ts';
import { UrlMap } from './url-map.ts';
import { browserWindowClass } from './window/browser-window.ts';
import type { RuntimeWindow, WindowRegistry } from './window/browser-window.ts';
import { originOf } from './window/frames.ts';

/** How the runtime was started. */
export interface RuntimeOptions {
  readonly chromium: string;
  readonly appPackage: AppPackage;
  readonly executable: string;
  readonly switches: ReadonlyMap<string, string>;
  readonly headless: boolean;
  readonly sandboxed: boolean;
  readonly playwright: boolean;
}

/** The whole of the stand-in: the modules that `import 'electron'` gives, and how to start. */
export interface Runtime {
  readonly modules: Readonly<Record<string, object>>;
  readonly app: AppParts;
  readonly launch: () => void;
  readonly kill: () => void;
}

/** Puts the parts together; nothing runs yet. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const urls = new UrlMap();
  const windows = new Map<number, RuntimeWindow>();
  let host: ChromiumHost | undefined;
  const theme = createNativeTheme(() => {
    for (const window of windows.values()) {
      window.with((session) => {
        session.post('Emulation.setEmulatedMedia', mediaFeatures());
      });
    }
  });
  const mediaFeatures = (): { features: { name: string; value: string }[] } => ({
    features: [{ name: 'prefers-color-scheme', value: theme.colorScheme() }],
  });

  const app = createApp({
    appPackage: options.appPackage,
    executable: options.executable,
    switches: options.switches,
    quit: {
      closeWindows: () => {
        for (const window of windows.values()) window.close();
        return windows.size === 0;
      },
      destroyWindows: () => {
        for (const window of windows.values()) window.destroy();
      },
      end: (exitCode) => {
        process.exitCode = exitCode;
        // Not within the call: Playwright calls `app.quit()` over the inspector, and an exit inside of that call waits
        // for ever for an inspector that waits for the call's answer.
        setImmediate(() => {
          process.exit(exitCode);
        });
      },
    },
  });
  const emitApp = (event: string, ...args: unknown[]): boolean => app.events.emit(event, ...args);
  const ipc = createIpcMain();
  const protocol = createProtocol(urls, () => app.app.isReady());
  const webRequest = createWebRequest();
  const permissions = new Permissions();
  const session = createSession(webRequest, permissions);

  const windowOfFrame = async (frameId: string): Promise<RuntimeWindow | undefined> => {
    for (const thorough of [false, true]) {
      for (const window of windows.values()) {
        if (await window.state.hasFrame(frameId, thorough)) return window;
      }
    }
    return undefined;
  };
  const ownerOf = async (frameId: string): Promise<RequestOwner | undefined> => {
    const window = await windowOfFrame(frameId);
    if (window === undefined) return undefined;
    // The scripts of the page must be in place before its first document.
    await window.state.page();
    return {
      webContentsId: window.state.id,
      mayNavigate: (navigation) => {
        const allowed = window.state.mayNavigate(navigation);
        if (allowed && host !== undefined) {
          const { browser, contextId } = host;
          const origin = originOf(navigation.pageUrl);
          // Before the document is there: the answer to `permissions.query` is right from its first script on.
          void contextId.then((id) => {
            permissions.grant(window.webContents, originOf(navigation.url), (granted) => {
              browser.post('Browser.grantPermissions', {
                permissions: granted,
                origin,
                ...(id === undefined ? {} : { browserContextId: id }),
              });
            });
          });
        }
        return allowed;
      },
    };
  };
  const findByTarget = (targetId: string): RuntimeWindow | undefined =>
    [...windows.values()].find((window) => window.state.targetId === targetId);

  const runtimeHost = (): ChromiumHost => {
    if (host?.running === true) return host;
    const { headless, sandboxed, playwright } = options;
    const profileDir = path.join(app.paths.get('userData'), 'chromium');
    host = new ChromiumHost(
      options.chromium,
      { profileDir, headless, sandboxed, debuggingPort: playwright, appSwitches: app.appSwitches },
      {
        onVersion: (product) => {
          const facts = {
            name: 'chromium-stand-in',
            chromium: product.replace(/^.*\//, ''),
            sandboxed,
            headless,
          };
          process.stderr.write(`RUNTIME ${JSON.stringify(facts)}\n`);
          // The same for whoever drives the main process (Playwright's `evaluate`); the app does not look here.
          Object.defineProperty(globalThis, Symbol.for('chromium-runtime'), {
            value: Object.freeze(facts),
            configurable: true,
          });
        },
        onPageGone: (targetId) => {
          findByTarget(targetId)?.destroy();
        },
        onPageCrashed: (targetId) => {
          findByTarget(targetId)?.state.crash('crashed');
        },
        onDownload: ({ frameId, url, filename }) => {
          void windowOfFrame(frameId).then((window) => {
            session.download(urls.fromPage(url), filename, window?.webContents);
          });
        },
        onExit: () => {
          chromiumGone();
        },
      },
      (browser: CdpSession) => new NetworkGate(browser, { urls, protocol, webRequest, ownerOf }),
    );
    host.launch();
    const { browser, contextId } = host;
    void contextId.then((id) => {
      browser.post('Browser.setDownloadBehavior', {
        behavior: 'deny',
        eventsEnabled: true,
        ...(id === undefined ? {} : { browserContextId: id }),
      });
    });
    return host;
  };
  const chromiumGone = (): void => {
    if (app.quit.quitting) return;
    if (windows.size === 0 && app.app.isReady()) return;
    if (!app.app.isReady()) {
      process.stderr.write(`Chromium did not start: ${options.chromium}\n`);
      process.exit(1);
    }
    for (const window of windows.values()) {
      window.state.crash('killed');
      window.destroy();
    }
  };

  const registry: WindowRegistry = {
    windows,
    focused: undefined,
    nextId: 0,
    onClosed: () => {
      if (windows.size === 0) app.quit.lastWindowClosed();
    },
    services: {
      urls,
      headless: options.headless,
      dialogsAreAnswered: options.playwright,
      emitApp,
      receiveIpc: ipc.receive,
      defaultSession: session.session,
      openPage: async ({ width, height }: WindowSize, pageUrl) =>
        runtimeHost().openPage({ width, height }, pageUrl),
      closePage: async (targetId) => host?.closePage(targetId),
      sizeOf: (id) => windows.get(id)?.getBounds() ?? { width: 800, height: 600 },
      preparePage: (page, { width, height }) => [
        ...(options.headless
          ? [
              page.send('Emulation.setDeviceMetricsOverride', {
                width,
                height,
                deviceScaleFactor: 0,
                mobile: false,
              }),
            ]
          : []),
        page.send('Emulation.setEmulatedMedia', mediaFeatures()),
      ],
    },
  };

  return {
    app,
    launch: runtimeHost,
    kill: () => host?.kill(),
    modules: {
      app: closed('app', app.app),
      BrowserWindow: browserWindowClass(registry),
      dialog: closed('dialog', createDialog({ headless: options.headless })),
      ipcMain: closed('ipcMain', ipc.ipcMain),
      Menu: closed('Menu', createMenu()),
      nativeTheme: closed('nativeTheme', theme.nativeTheme),
      powerMonitor: closed('powerMonitor', createPowerMonitor()),
      protocol: closed('protocol', protocol.protocol),
      session: closed('session', { defaultSession: session.session }),
      utilityProcess: closed('utilityProcess', createUtilityProcess(emitApp)),
      webContents: closed('webContents', {
        getAllWebContents: () => [...windows.values()].map((window) => window.webContents),
        fromId: (id: number) => contentsOf(windows.get(id)),
        fromDevToolsTargetId: (targetId: string) => contentsOf(findByTarget(targetId)),
      }),
    },
  };
}

function contentsOf(window: RuntimeWindow | undefined): object | undefined {
  return window?.webContents;
}
