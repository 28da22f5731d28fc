import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { closedInstance } from '../closed.ts';
import { knowEvents } from '../known-events.ts';
import { pageScripts } from '../page/scripts.ts';
import { preventable } from '../preventable.ts';
import type { WindowServices } from './services.ts';
import { PageState } from './web-contents.ts';
import { webContentsApi } from './web-contents-api.ts';
import type { WebContentsApi } from './web-contents-api.ts';
import { checkWindowOptions } from './window-options.ts';

const WINDOW_EVENTS: readonly string[] = [
  'ready-to-show',
  'show',
  'hide',
  'focus',
  'blur',
  'resize',
  'move',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
  'page-title-updated',
  'close',
  'closed',
];

type WindowState = 'normal' | 'minimized' | 'maximized';

/** All windows, and how to make one. */
export interface WindowRegistry {
  readonly services: WindowServices;
  readonly windows: Map<number, RuntimeWindow>;
  focused: RuntimeWindow | undefined;
  nextId: number;
  /** Called when a window has gone; the app decides what the last one means. */
  onClosed: () => void;
}

/** One window. Where there is no screen, visibility and focus are kept as state only. */
export class RuntimeWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContentsApi;
  readonly state: PageState;
  /** What the app holds. */
  readonly shown: RuntimeWindow;
  readonly #registry: WindowRegistry;
  #bounds: Rectangle;
  #title: string;
  #visible: boolean;
  #windowState: WindowState = 'normal';
  #destroyed = false;

  constructor(registry: WindowRegistry, options: BrowserWindowConstructorOptions) {
    super();
    checkWindowOptions(options);
    this.setMaxListeners(0);
    knowEvents('BrowserWindow', this, { fires: WINDOW_EVENTS });
    this.#registry = registry;
    registry.nextId += 1;
    this.id = registry.nextId;
    this.#bounds = {
      x: options.x ?? 0,
      y: options.y ?? 0,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    this.#title = options.title ?? 'Electron';
    this.#visible = options.show !== false;
    const scripts = pageScripts(options.webPreferences?.preload);
    registry.windows.set(this.id, this);
    this.state = new PageState(this.id, registry.services, scripts, (pageUrl) =>
      registry.services.openPage(this.#bounds, pageUrl),
    );
    this.webContents = webContentsApi(this.state, (force) => {
      if (force) this.destroy();
      else this.close();
    });
    this.shown = closedInstance('BrowserWindow', this);
    this.#watch();
    registry.services.emitApp('web-contents-created', {}, this.webContents);
    registry.services.emitApp('browser-window-created', {}, this.shown);
    if (this.#visible) this.focus();
  }

  async loadURL(url: string): Promise<void> {
    await this.state.load(url);
  }
  show(): void {
    if (this.#destroyed) return;
    if (!this.#visible) {
      this.#visible = true;
      if (this.#windowState === 'minimized') this.#setState('normal');
      else this.#applyState();
      this.emit('show', {});
    }
    this.focus();
  }
  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.blur();
    this.#applyState();
    this.emit('hide', {});
  }
  focus(): void {
    const { focused } = this.#registry;
    if (this.#destroyed || focused === this) return;
    focused?.blur();
    this.#registry.focused = this;
    this.#page((session) => {
      session.post('Page.bringToFront');
    });
    this.emit('focus', {});
    this.#registry.services.emitApp('browser-window-focus', {}, this.shown);
  }
  blur(): void {
    if (this.#registry.focused !== this) return;
    this.#registry.focused = undefined;
    this.emit('blur', {});
    this.#registry.services.emitApp('browser-window-blur', {}, this.shown);
  }
  isFocused(): boolean {
    return this.#registry.focused === this;
  }
  isVisible(): boolean {
    return this.#visible && !this.#destroyed;
  }
  isMinimized(): boolean {
    return this.#windowState === 'minimized';
  }
  isMaximized(): boolean {
    return this.#windowState === 'maximized';
  }
  isFullScreen(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  minimize(): void {
    this.#setState('minimized');
    this.blur();
  }
  restore(): void {
    if (this.#windowState === 'minimized') this.#setState('normal');
  }
  maximize(): void {
    if (this.#windowState === 'maximized') return;
    this.#setState('maximized');
    this.emit('maximize', {});
  }
  unmaximize(): void {
    if (this.#windowState !== 'maximized') return;
    this.#setState('normal');
    this.emit('unmaximize', {});
  }
  getBounds(): Rectangle {
    return { ...this.#bounds };
  }
  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = { ...before, ...bounds };
    const { x, y, width, height } = this.#bounds;
    this.#page((session) => {
      this.#applyBounds(session);
    });
    if (width !== before.width || height !== before.height) this.emit('resize', {});
    if (x !== before.x || y !== before.y) this.emit('move', {});
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  /** Asks `close` listeners, then destroys. */
  close(): void {
    if (this.#destroyed) return;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  /** Ends the window; nobody is asked. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (this.#registry.focused === this) this.#registry.focused = undefined;
    const { services, windows } = this.#registry;
    this.state.page().then(
      async ({ targetId }) => services.closePage(targetId),
      () => {
        // There never was a page.
      },
    );
    this.state.destroy();
    windows.delete(this.id);
    this.emit('closed', {});
    this.#registry.onClosed();
  }

  #watch(): void {
    this.state.once('first-paint', () => {
      this.emit('ready-to-show', {});
    });
    this.state.on('did-finish-load', () => {
      this.#page(async (session) => {
        const { result } = await session.send('Runtime.evaluate', {
          expression: 'document.title',
          returnByValue: true,
        });
        const title = String(result.value ?? '');
        if (title === '' || title === this.#title) return;
        const event = preventable({});
        this.emit('page-title-updated', event, title, true);
        if (!event.defaultPrevented) this.#title = title;
      });
    });
    this.#page((session) => {
      // A window that a running Chromium opens takes the size of the one before it.
      if (!this.#registry.services.headless) this.#applyBounds(session);
      if (!this.#visible) this.#applyState();
    });
  }

  #setState(state: WindowState): void {
    const before = this.#windowState;
    if (before === state) return;
    this.#windowState = state;
    this.#applyState();
    if (state === 'minimized') this.emit('minimize', {});
    if (before === 'minimized') this.emit('restore', {});
  }

  #applyState(): void {
    if (this.#registry.services.headless) return;
    const windowState = this.#visible ? this.#windowState : 'minimized';
    this.#page(async (session) => {
      const { windowId } = await session.send('Browser.getWindowForTarget');
      session.post('Browser.setWindowBounds', { windowId, bounds: { windowState } });
    });
  }

  #applyBounds(session: Parameters<Parameters<RuntimeWindow['with']>[0]>[0]): void {
    const { x, y, width, height } = this.#bounds;
    if (this.#registry.services.headless) {
      session.post('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 0,
        mobile: false,
      });
      return;
    }
    session.send('Browser.getWindowForTarget').then(
      ({ windowId }) => {
        session.post('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y, width, height } });
      },
      () => {
        // The page has gone.
      },
    );
  }

  /** Runs a command when the page is there; a page that has gone needs none. */
  with(run: (session: Awaited<ReturnType<PageState['page']>>['session']) => void | Promise<void>): void {
    this.state
      .page()
      .then(async ({ session }) => run(session))
      .catch(() => {
        // The page has gone.
      });
  }

  #page(run: Parameters<RuntimeWindow['with']>[0]): void {
    this.with(run);
  }
}

/** The statics of `BrowserWindow` that the runtime has. */
export type BrowserWindowApi = (new (
  options?: BrowserWindowConstructorOptions,
) => Pick<BrowserWindow, Extract<keyof RuntimeWindow, keyof BrowserWindow>>) &
  Pick<typeof BrowserWindow, 'getAllWindows' | 'fromWebContents' | 'fromId' | 'getFocusedWindow'>;

/** Makes the `BrowserWindow` class over a registry. */
export function browserWindowClass(registry: WindowRegistry): BrowserWindowApi {
  class BrowserWindowClass extends RuntimeWindow {
    constructor(options: BrowserWindowConstructorOptions = {}) {
      super(registry, options);
      // What the app holds throws for what is not there.
      return this.shown;
    }
    static getAllWindows(): BrowserWindow[] {
      return [...registry.windows.values()].map((window) => window.shown as unknown as BrowserWindow);
    }
    static fromWebContents(contents: object | null | undefined): BrowserWindow | null {
      return shown([...registry.windows.values()].find((window) => window.webContents === contents));
    }
    static fromId(id: number): BrowserWindow | null {
      return shown(registry.windows.get(id));
    }
    static getFocusedWindow(): BrowserWindow | null {
      return shown(registry.focused);
    }
  }
  return BrowserWindowClass as unknown as BrowserWindowApi;
}

function shown(window: RuntimeWindow | undefined): BrowserWindow | null {
  return (window?.shown ?? null) as BrowserWindow | null;
}
