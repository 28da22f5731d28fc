import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { App } from 'electron';
import { APP_SWITCHES } from '../chromium/flags.ts';
import { NotInRuntimeError } from '../closed.ts';
import { knowEvents } from '../known-events.ts';
import { QuitSequence } from './app-events.ts';
import type { QuitParts } from './app-events.ts';
import type { AppPackage } from './app-package.ts';
import { AppPaths } from './paths.ts';
import { SingleInstanceLock } from './single-instance.ts';

/** `activate` is a click in the Dock of macOS, so that elsewhere it never comes under Electron either. */
const APP_EVENTS: readonly string[] = [
  'ready',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  'browser-window-focus',
  'browser-window-blur',
  'certificate-error',
  'render-process-gone',
  'child-process-gone',
  ...(process.platform === 'darwin' ? [] : ['activate']),
];

/** The members that the runtime has. */
export type AppApi = Pick<
  App,
  | 'whenReady'
  | 'isReady'
  | 'on'
  | 'once'
  | 'off'
  | 'addListener'
  | 'removeListener'
  | 'removeAllListeners'
  | 'listenerCount'
  | 'emit'
  | 'quit'
  | 'exit'
  | 'requestSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'getPath'
  | 'setPath'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'isPackaged'
  | 'getLocale'
  | 'enableSandbox'
  | 'name'
> & { readonly commandLine: Pick<App['commandLine'], 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'> };

/** The API, and the levers that the runtime moves it with. */
export interface AppParts {
  readonly app: AppApi;
  readonly events: EventEmitter;
  readonly quit: QuitSequence;
  readonly paths: AppPaths;
  readonly appSwitches: ReadonlyMap<string, string>;
  readonly becomeReady: () => void;
  /** Resolves when the app first shows that it waits for `ready`. */
  readonly readyWanted: Promise<void>;
}

/** What the app object is made from. */
export interface AppOptions {
  readonly appPackage: AppPackage;
  readonly executable: string;
  readonly switches: ReadonlyMap<string, string>;
  readonly quit: Omit<QuitParts, 'events'>;
}

/** `app`. */
export function createApp(options: AppOptions): AppParts {
  const { appPackage, switches } = options;
  const events = knowEvents('app', new EventEmitter().setMaxListeners(0), {
    fires: APP_EVENTS,
    neverFires: process.platform === 'darwin' ? ['activate'] : [],
  });
  const quit = new QuitSequence({ ...options.quit, events });
  const appSwitches = new Map<string, string>();
  const lateOk = { ready: false };
  let name = appPackage.name;
  const paths = new AppPaths(() => name, options.executable, switches.get('user-data-dir'));
  const { promise: ready, resolve: resolveReady } = Promise.withResolvers<void>();
  const { promise: readyWanted, resolve: wanted } = Promise.withResolvers<void>();
  events.on('newListener', (event) => {
    if (event === 'ready') wanted();
  });
  let lock: SingleInstanceLock | undefined;
  const lockOf = (): SingleInstanceLock => {
    const userData = paths.get('userData');
    mkdirSync(userData, { recursive: true, mode: 0o700 });
    lock ??= new SingleInstanceLock(userData, ({ argv, cwd, additionalData }) => {
      // Electron holds the event back until the app is ready.
      void ready.then(() => events.emit('second-instance', {}, [...argv], cwd, additionalData));
    });
    return lock;
  };

  const app: AppApi = {
    whenReady: async () => {
      wanted();
      return ready;
    },
    isReady: () => lateOk.ready,
    on: events.on.bind(events) as unknown as App['on'],
    once: events.once.bind(events) as unknown as App['once'],
    off: events.off.bind(events) as unknown as App['off'],
    addListener: events.addListener.bind(events) as unknown as App['addListener'],
    removeListener: events.removeListener.bind(events) as unknown as App['removeListener'],
    removeAllListeners: events.removeAllListeners.bind(events) as unknown as App['removeAllListeners'],
    listenerCount: events.listenerCount.bind(events),
    emit: events.emit.bind(events),
    quit: () => {
      quit.quit();
    },
    exit: (exitCode = 0) => {
      quit.exit(exitCode);
    },
    requestSingleInstanceLock: (additionalData) =>
      lockOf().request({
        argv: [...process.argv],
        cwd: process.cwd(),
        additionalData: additionalData ?? null,
      }),
    releaseSingleInstanceLock: () => {
      lock?.release();
    },
    hasSingleInstanceLock: () => lock?.held === true,
    getPath: (path) => paths.get(path),
    setPath: (path, value) => {
      paths.set(path, value);
    },
    getName: () => name,
    setName: (next) => {
      name = next;
    },
    get name() {
      return name;
    },
    set name(next) {
      name = next;
    },
    getVersion: () => appPackage.version,
    getAppPath: () => appPackage.appPath,
    isPackaged: false,
    getLocale: () => new Intl.DateTimeFormat().resolvedOptions().locale,
    // Every page is sandboxed anyway, as far as Chromium's own sandbox runs; the RUNTIME line says if it does not.
    enableSandbox: () => undefined,
    commandLine: {
      appendSwitch: (given, value = '') => {
        if (!APP_SWITCHES.has(given)) throw new NotInRuntimeError(`app.commandLine.appendSwitch('${given}')`);
        appSwitches.set(given, value);
      },
      hasSwitch: (given) => switches.has(given) || appSwitches.has(given),
      getSwitchValue: (given) => switches.get(given) ?? appSwitches.get(given) ?? '',
    },
  };
  return {
    app,
    events,
    quit,
    paths,
    appSwitches,
    readyWanted,
    becomeReady: () => {
      lateOk.ready = true;
      resolveReady();
      events.emit('ready', {}, {});
    },
  };
}
