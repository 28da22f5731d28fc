import type { CdpSession } from '../cdp/connection.ts';
import type { NetworkGate } from '../net/gate.ts';
import { launchChromium } from './launch.ts';
import type { Chromium } from './launch.ts';
import type { LaunchOptions } from './flags.ts';

/** A page that waits for its scripts: nothing of it has run yet. */
export interface FreshPage {
  readonly targetId: string;
  readonly session: CdpSession;
}

/** Size of a window in device-independent pixels. */
export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** What the host tells the runtime. */
export interface HostEvents {
  readonly onVersion: (product: string) => void;
  readonly onPageGone: (targetId: string) => void;
  readonly onPageCrashed: (targetId: string) => void;
  readonly onDownload: (download: {
    readonly frameId: string;
    readonly url: string;
    readonly filename: string;
  }) => void;
  readonly onExit: () => void;
}

interface Arrival {
  readonly session: CdpSession;
  readonly sessionId: string;
  readonly opener: string | undefined;
}

/** The one Chromium of the runtime and the pages in it. */
export class ChromiumHost {
  readonly #executable: string;
  readonly #options: LaunchOptions;
  readonly #events: HostEvents;
  readonly #makeGate: (browser: CdpSession) => NetworkGate;
  readonly #arrivals = new Map<string, Arrival>();
  readonly #claimed = new Set<string>();
  #waiting: (() => void)[] = [];
  #creations = 0;
  #lastWindow: Promise<void> = Promise.resolve();
  #chromium: Chromium | undefined;
  #context: Promise<string | undefined> = Promise.resolve(undefined);
  #ready: Promise<unknown> = Promise.resolve();

  constructor(
    executable: string,
    options: LaunchOptions,
    events: HostEvents,
    makeGate: (browser: CdpSession) => NetworkGate,
  ) {
    this.#executable = executable;
    this.#options = options;
    this.#events = events;
    this.#makeGate = makeGate;
  }

  /** Starts Chromium. What is asked of it before it answers waits in the pipe. */
  launch(): void {
    const chromium = launchChromium(
      this.#executable,
      this.#options,
      this.#options.headless ? [] : ['--no-startup-window'],
    );
    this.#chromium = chromium;
    const { browser } = chromium.connection;
    browser.on('Target.attachedToTarget', ({ targetInfo, sessionId }) => {
      this.#arrivals.set(targetInfo.targetId, {
        session: chromium.connection.session(sessionId),
        sessionId,
        opener: targetInfo.openerId,
      });
      this.#settle();
    });
    browser.on('Target.detachedFromTarget', ({ targetId, sessionId }) => {
      chromium.connection.forget(sessionId);
      this.#arrivals.delete(targetId ?? '');
      if (this.#claimed.delete(targetId ?? '')) this.#events.onPageGone(targetId ?? '');
    });
    browser.on('Target.targetCrashed', ({ targetId }) => {
      if (this.#claimed.has(targetId)) this.#events.onPageCrashed(targetId);
    });
    browser.on('Browser.downloadWillBegin', ({ frameId, url, suggestedFilename }) => {
      this.#events.onDownload({ frameId, url, filename: suggestedFilename });
    });
    void chromium.exited.then(() => {
      this.#chromium = undefined;
      this.#events.onExit();
    });
    browser.send('Browser.getVersion').then(
      ({ product }) => {
        this.#events.onVersion(product);
      },
      () => {
        // It did not start; its exit says so.
      },
    );
    this.#ready = Promise.all([
      this.#makeGate(browser).open(),
      browser.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: 'page' }],
      }),
    ]);
    this.#context = this.#options.headless ? this.#createContext(browser) : Promise.resolve(undefined);
    this.#ready.catch(() => {
      // As above.
    });
    this.#context.catch(() => {
      // As above.
    });
  }

  get running(): boolean {
    return this.#chromium !== undefined;
  }

  get browser(): CdpSession {
    if (this.#chromium === undefined) throw new Error('Chromium is not running.');
    return this.#chromium.connection.browser;
  }

  /** The off-the-record context of all pages; undefined where Chromium's start made its only one such. */
  get contextId(): Promise<string | undefined> {
    return this.#context;
  }

  /** Opens a page. It stands still until `Runtime.runIfWaitingForDebugger`. */
  async openPage(size: WindowSize, url: string): Promise<FreshPage> {
    const chromium = this.#chromium;
    if (chromium === undefined) throw new Error('Chromium is not running.');
    this.#creations += 1;
    try {
      await this.#ready;
      const targetId = this.#options.headless
        ? await this.#createTarget(size, url)
        : await this.#openAppWindow(chromium, size, url);
      this.#claimed.add(targetId);
      const arrival = await this.#arrivalOf(() => this.#arrivals.get(targetId));
      return { targetId, session: arrival.session };
    } finally {
      this.#creations -= 1;
      this.#settle();
    }
  }

  async closePage(targetId: string): Promise<void> {
    await this.#chromium?.connection.browser.send('Target.closeTarget', { targetId }).catch(() => {
      // It has gone already.
    });
  }

  kill(): void {
    this.#chromium?.kill();
  }

  async #createContext(browser: CdpSession): Promise<string | undefined> {
    const { browserContextId } = await browser.send('Target.createBrowserContext', { disposeOnDetach: true });
    return browserContextId;
  }

  async #createTarget(size: WindowSize, url: string): Promise<string> {
    const browserContextId = await this.#context;
    const { targetId } = await this.browser.send('Target.createTarget', {
      url,
      newWindow: true,
      ...size,
      ...(browserContextId === undefined ? {} : { browserContextId }),
    });
    return targetId;
  }

  /** Chromium makes app windows from its command line only; a second start hands the request to the running one. */
  async #openAppWindow(chromium: Chromium, size: WindowSize, url: string): Promise<string> {
    const before = this.#lastWindow;
    const opened = Promise.withResolvers<void>();
    this.#lastWindow = opened.promise;
    // One after the other, so that the page that appears is the one that was asked for.
    await before;
    try {
      chromium.openAppWindow(url === 'about:blank' ? 'data:text/html,' : url, [
        `--window-size=${size.width},${size.height}`,
      ]);
      return await this.#arrivalOf(() => {
        const [targetId] =
          [...this.#arrivals].find(([id, { opener }]) => !this.#claimed.has(id) && opener === undefined) ??
          [];
        if (targetId !== undefined) this.#claimed.add(targetId);
        return targetId;
      });
    } finally {
      opened.resolve();
    }
  }

  async #arrivalOf<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.#chromium === undefined) throw new Error('Chromium has gone.');
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** Wakes who waits for a page; when nobody does, a page that nobody asked for is a popup, and is closed. */
  #settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
    if (this.#creations > 0) return;
    for (const [targetId, arrival] of this.#arrivals) {
      if (this.#claimed.has(targetId)) continue;
      this.#arrivals.delete(targetId);
      // It must run before it is closed: closing a paused popup leaves its opener waiting in `window.open` for ever.
      // Nothing can leave it meanwhile, because the network gate knows no such frame.
      arrival.session
        .send('Runtime.runIfWaitingForDebugger')
        .catch(() => {
          // It has gone already.
        })
        .finally(() => {
          void this.closePage(targetId);
        });
    }
  }
}
