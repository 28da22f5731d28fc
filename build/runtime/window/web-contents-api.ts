import type { NativeImage, Rectangle, WebContents } from 'electron';
import { closed, closedInstance } from '../closed.ts';
import type { RuntimeFrame } from './frames.ts';
import type { PageState } from './web-contents.ts';

type OpenHandler = Parameters<PageState['setOpenHandler']>[0];

/** Electron's `webContents` over the state of a page. */
class RuntimeWebContents {
  readonly #state: PageState;
  readonly #close: (force: boolean) => void;

  constructor(state: PageState, close: (force: boolean) => void) {
    this.#state = state;
    this.#close = close;
  }

  get id(): number {
    return this.#state.id;
  }
  get session(): object {
    return this.#state.services.defaultSession;
  }
  get mainFrame(): RuntimeFrame {
    return this.#state.mainFrame;
  }
  get zoomFactor(): number {
    return this.#state.zoomFactor;
  }
  set zoomFactor(factor: number) {
    this.setZoomFactor(factor);
  }

  on(event: string, listener: (...args: unknown[]) => void): this {
    this.#state.on(event, listener);
    return this;
  }
  once(event: string, listener: (...args: unknown[]) => void): this {
    this.#state.once(event, listener);
    return this;
  }
  off(event: string, listener: (...args: unknown[]) => void): this {
    this.#state.off(event, listener);
    return this;
  }
  addListener(event: string, listener: (...args: unknown[]) => void): this {
    return this.on(event, listener);
  }
  removeListener(event: string, listener: (...args: unknown[]) => void): this {
    return this.off(event, listener);
  }
  removeAllListeners(event?: string): this {
    this.#state.removeAllListeners(event);
    return this;
  }
  listenerCount(event: string): number {
    return this.#state.listenerCount(event);
  }
  emit(event: string, ...args: unknown[]): boolean {
    return this.#state.emit(event, ...args);
  }

  send(channel: string, ...args: readonly unknown[]): void {
    this.#state.send(channel, args);
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#state.setOpenHandler(handler);
  }
  getURL(): string {
    return this.#state.url;
  }
  getType(): 'window' {
    return 'window';
  }
  async loadURL(url: string): Promise<void> {
    await this.#state.load(url);
  }
  reload(): void {
    this.#state.reload().catch(() => {
      // The page has gone.
    });
  }
  isDestroyed(): boolean {
    return this.#state.destroyed;
  }
  isCrashed(): boolean {
    return this.#state.crashed;
  }
  close(options?: { readonly waitForBeforeUnload?: boolean }): void {
    this.#close(options?.waitForBeforeUnload !== true);
  }
  forcefullyCrashRenderer(): void {
    this.#state.page().then(
      ({ session }) => {
        session.post('Page.crash');
      },
      () => {
        // The page has gone.
      },
    );
  }

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new TypeError("'zoomFactor' must be a double greater than 0.0");
    this.#state.zoomFactor = factor;
    this.#state.page().then(
      ({ session }) => {
        session.post('Emulation.setPageScaleFactor', { pageScaleFactor: 1 });
        const { width, height } = this.#state.services.sizeOf(this.#state.id);
        session.post('Emulation.setDeviceMetricsOverride', {
          width: Math.round(width / factor),
          height: Math.round(height / factor),
          deviceScaleFactor: factor,
          mobile: false,
        });
      },
      () => {
        // The page has gone.
      },
    );
  }
  getZoomFactor(): number {
    return this.#state.zoomFactor;
  }

  /** Runs a script in the page's own world; the result crosses as JSON. Rejects with the script's error. */
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const { session } = await this.#state.page();
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
      replMode: false,
    });
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description?.split('\n')[0] ?? exceptionDetails.text);
    }
    const value: unknown = result.value;
    return value;
  }

  /** A picture of what is shown. */
  async capturePage(rect?: Rectangle): Promise<Pick<NativeImage, 'toPNG'>> {
    const { session } = await this.#state.page();
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'png',
      ...(rect === undefined ? {} : { clip: { ...rect, scale: 1 } }),
    });
    const png = Buffer.from(data, 'base64');
    return closed('nativeImage', { toPNG: () => png });
  }
}

/** The members that the runtime has, checked against Electron's own type. */
export type WebContentsApi = Pick<WebContents, Extract<keyof RuntimeWebContents, keyof WebContents>>;

/** Makes Electron's object for a page, and makes it the page's `event.sender`. */
export function webContentsApi(state: PageState, close: (force: boolean) => void): WebContentsApi {
  const api = closedInstance('webContents', new RuntimeWebContents(state, close));
  state.api = api;
  return api as unknown as WebContentsApi;
}
