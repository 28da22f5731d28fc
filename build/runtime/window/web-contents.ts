import { EventEmitter } from 'node:events';
import type { CdpSession } from '../cdp/connection.ts';
import { makeCloneCodec } from '../clone.ts';
import { knowEvents } from '../known-events.ts';
import { warnOnce } from '../warn-once.ts';
import type { Navigation } from '../net/gate.ts';
import { preventable } from '../preventable.ts';
import type { Sender } from '../process/ipc-main.ts';
import type { PageScripts } from '../page/scripts.ts';
import { watchCertificates } from './certificates.ts';
import { FrameTree } from './frames.ts';
import type { RuntimeFrame } from './frames.ts';
import type { FreshPage } from '../chromium/host.ts';
import { PageLink } from './page-link.ts';
import type { PreloadMessage, World } from './page-link.ts';
import type { WindowServices } from './services.ts';

interface OpenDetails {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  readonly disposition: 'new-window' | 'foreground-tab';
  readonly referrer: { readonly url: string; readonly policy: 'default' };
}
type OpenHandler = (details: OpenDetails) => { readonly action: 'allow' | 'deny' };

/** `will-attach-webview` cannot come, here as in Electron: `webviewTag` is refused. `first-paint` is our own. */
const PAGE_EVENTS: readonly string[] = [
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'did-start-navigation',
  'did-navigate',
  'dom-ready',
  'did-finish-load',
  'did-stop-loading',
  'did-fail-load',
  'certificate-error',
  'render-process-gone',
  'preload-error',
  'console-message',
  'destroyed',
  'first-paint',
];

const codec = makeCloneCodec();

/** The state of one page; {@link webContentsApi} makes Electron's `webContents` of it. */
export class PageState extends EventEmitter {
  readonly id: number;
  readonly services: WindowServices;
  /** Set when the page is there; commands before that wait for it. */
  readonly #opened: Promise<PageLink>;
  #link: PageLink | undefined;
  #frames: FrameTree | undefined;
  #url = '';
  #destroyed = false;
  #crashed = false;
  /** True while a document is there that must not be. */
  #strayed = false;
  /** The first address of the page, so that it never shows a blank one; settled a moment after the constructor. */
  readonly #first = Promise.withResolvers<string>();
  #openedBlank = false;
  /** Navigations that the main process has begun itself, which nobody is asked about. */
  readonly #ours = new Set<string>();
  /** Set once a document of the app has been asked for: the blank page before it is not shown to anybody. */
  #begun = false;
  #openHandler: OpenHandler | undefined;
  zoomFactor = 1;
  #crashes = 0;
  /** Electron's object for this page, which is what `event.sender` must be. */
  api: object = this;

  constructor(
    id: number,
    services: WindowServices,
    scripts: PageScripts,
    open: (pageUrl: string) => Promise<FreshPage>,
  ) {
    super();
    this.setMaxListeners(0);
    knowEvents('webContents', this, { fires: PAGE_EVENTS });
    this.id = id;
    this.services = services;
    setImmediate(() => {
      if (this.#ours.size === 0) this.#openedBlank = true;
      this.#first.resolve('about:blank');
    });
    this.#opened = this.#attach(scripts, open);
    this.#opened.catch(() => {
      // Chromium has gone; the window hears it from the host.
    });
  }

  /** The page, when it is there. Rejects if Chromium has gone. */
  async page(): Promise<PageLink> {
    return this.#opened;
  }

  get targetId(): string | undefined {
    return this.#link?.targetId;
  }

  get url(): string {
    return this.#url;
  }

  get destroyed(): boolean {
    return this.#destroyed;
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  get mainFrame(): RuntimeFrame {
    const link = this.#link;
    if (link === undefined || this.#frames === undefined) throw new Error('The page is not there yet.');
    return this.#frames.frame(link.targetId);
  }

  /** True if the frame is of this page; asks Chromium if it has not been heard of. */
  async hasFrame(frameId: string, thorough: boolean): Promise<boolean> {
    if (this.#destroyed) return false;
    if (thorough && this.#frames?.has(frameId) !== true) {
      await this.#opened
        .then(async ({ session }) => this.#frames?.refresh(session))
        .catch(() => {
          // The page has gone.
        });
    }
    return this.#frames?.has(frameId) === true;
  }

  setOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Loads a URL as the main process; resolves when loading has ended, rejects with Electron's text. */
  async load(url: string): Promise<void> {
    const pageUrl = this.services.urls.toPage(url);
    const ended = Promise.withResolvers<void>();
    const onStop = (): void => {
      ended.resolve();
    };
    const onFail = (_event: unknown, _code: number, description: string): void => {
      ended.reject(new Error(`${description} (-2) loading '${url}'`));
    };
    this.#crashed = false;
    this.#url = url;
    this.#ours.add(pageUrl);
    this.once('did-fail-load', onFail);
    this.once('did-stop-loading', onStop);
    try {
      await this.#navigate(pageUrl, url, onStop);
      await ended.promise;
    } finally {
      this.off('did-fail-load', onFail).off('did-stop-loading', onStop);
    }
  }

  /** The first address is given to the page when it is made, later ones by command. */
  async #navigate(pageUrl: string, url: string, stop: () => void): Promise<void> {
    if (!this.#openedBlank) {
      this.#openedBlank = true;
      this.#first.resolve(pageUrl);
      await this.page();
      return;
    }
    const { session } = await this.page();
    const { errorText, loaderId } = await session.send('Page.navigate', { url: pageUrl });
    // What an event has told of already is told once.
    const isNews = this.#ours.delete(pageUrl);
    if (isNews && errorText !== undefined && errorText !== '') this.#failed(errorText, url);
    // Only the fragment has changed.
    if (loaderId === undefined) stop();
  }

  #failed(errorText: string, url: string): void {
    this.emit('did-fail-load', {}, -2, errorText.replace('net::', ''), url, true);
  }

  async reload(): Promise<void> {
    const { session } = await this.page();
    const pageUrl = this.services.urls.toPage(this.#url);
    this.#ours.add(pageUrl);
    if (this.#crashed || this.#strayed) {
      this.#crashed = false;
      this.#strayed = false;
      await session.send('Page.navigate', { url: pageUrl });
      return;
    }
    await session.send('Page.reload');
  }

  /** Sends to the preload of the living document. Throws at once if an argument cannot be cloned. */
  send(channel: string, args: readonly unknown[]): void {
    const text = codec.encode(args);
    const link = this.#link;
    if (link?.current === undefined) return;
    link.deliver(link.current, 'message', 0, channel, text);
  }

  /** The gate asks before a navigation leaves. */
  mayNavigate(navigation: Navigation): boolean {
    const { url, frameId, pageUrl, isRedirect } = navigation;
    const isMainFrame = frameId === this.#link?.targetId;
    const ours = isMainFrame && !isRedirect && this.#ours.has(pageUrl);
    if (!ours && !this.#ask(navigation, isMainFrame)) return false;
    if (isMainFrame) this.#begun = true;
    const frame = this.#frames?.frame(frameId);
    const details = { url, isSameDocument: false, isMainFrame, frame, initiator: undefined };
    this.emit('did-start-navigation', details, url, false, isMainFrame, frame?.processId, frame?.routingId);
    return true;
  }

  #ask({ url, frameId, isRedirect }: Omit<Navigation, 'pageUrl'>, isMainFrame: boolean): boolean {
    const frame = this.#frames?.frame(frameId);
    const details = { url, isSameDocument: false, isMainFrame, frame, initiator: undefined };
    return (isRedirect ? ['will-redirect'] : ['will-frame-navigate', 'will-navigate']).every((name) => {
      if (name === 'will-navigate' && !isMainFrame) return true;
      const event = preventable(details);
      this.emit(name, event, url, false, isMainFrame);
      return !event.defaultPrevented;
    });
  }

  /** A navigation that never reaches the gate, and that Chromium has stopped already: the app is told, not asked. */
  #refused(pageUrl: string, frameId: string): void {
    const url = this.services.urls.fromPage(pageUrl);
    if (this.#ask({ url, frameId, isRedirect: false }, frameId === this.targetId))
      warnOnce(`navigations to ${pageUrl.slice(0, pageUrl.indexOf(':') + 1)} are always refused`);
  }

  crash(reason: 'crashed' | 'killed'): void {
    if (this.#crashed || this.#destroyed) return;
    this.#crashed = true;
    this.#crashes += 1;
    const details = { reason, exitCode: reason === 'crashed' ? 5 : 9 };
    this.emit('render-process-gone', {}, details);
    this.services.emitApp('render-process-gone', {}, this.api, details);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.emit('destroyed');
  }

  async #attach(scripts: PageScripts, open: (pageUrl: string) => Promise<FreshPage>): Promise<PageLink> {
    const { targetId, session } = await open(await this.#first.promise);
    const link = new PageLink(session, targetId, scripts);
    const frames = new FrameTree(targetId, this.services.urls, () => this.#crashes + 1);
    this.#link = link;
    this.#frames = frames;
    frames.watch(session);
    this.#watch(session, targetId);
    await link.attach(
      (message, world) => {
        this.#receive(link, frames, message, world);
      },
      [
        ...this.services.preparePage(session, this.services.sizeOf(this.id)),
        ...watchCertificates(
          session,
          () => this.api,
          {
            page: this.emit.bind(this),
            app: this.services.emitApp,
          },
          (url, error) => {
            if (this.#ours.delete(url)) this.#failed(error, url);
          },
        ),
      ],
    );
    return link;
  }

  #receive(link: PageLink, frames: FrameTree, message: PreloadMessage, world: World): void {
    if (message.kind === 'preload-error') {
      const [text] = codec.decode(message.args) as [string];
      process.stderr.write(`Unable to load preload script: ${text}\n`);
      this.emit('preload-error', {}, '', new Error(text));
      return;
    }
    if (message.kind === 'refused-navigation') {
      this.#refused(message.channel, message.frameId);
      return;
    }
    if (message.kind === 'dropped') {
      link.tellPaths(world, message.id).catch(() => {
        process.stderr.write('Chromium runtime: a drop was lost, for its document has gone\n');
      });
      return;
    }
    const sender: Sender = {
      webContents: this.api,
      frame: frames.frame(message.frameId, message.url),
      reply: (kind, id, channel, text) => {
        link.deliver(world, kind, id, channel, text);
      },
    };
    this.services.receiveIpc(message, sender);
  }

  #watch(session: CdpSession, mainFrameId: string): void {
    const { urls } = this.services;
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== mainFrameId) return;
      // The error page of a failed load is not a document of the app.
      if (frame.unreachableUrl !== undefined) {
        if (this.#ours.delete(frame.unreachableUrl))
          this.#failed('ERR_FAILED', urls.fromPage(frame.unreachableUrl));
        return;
      }
      if (/^(?:blob|filesystem):/i.test(frame.url)) {
        // A frame or a popup sent it there, past the guard in the page. It does not stay.
        this.#refused(frame.url, frame.id);
        this.#strayed = true;
        void this.reload();
        return;
      }
      this.#url = urls.fromPage(frame.url);
      this.#ours.clear();
      this.emit('did-navigate', {}, this.#url, 200, 'OK');
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === mainFrameId) this.#url = urls.fromPage(url);
    });
    session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      // Frames of these are stopped by the policy that the gate adds; for the window itself see the preload half.
      if (frameId !== mainFrameId && /^(?:data|blob|filesystem):/i.test(url)) this.#refused(url, frameId);
    });
    session.on('Page.domContentEventFired', () => {
      if (this.#begun) this.emit('dom-ready', {});
    });
    session.on('Page.loadEventFired', () => {
      if (this.#begun) this.emit('did-finish-load', {});
    });
    session.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId === mainFrameId && this.#begun) this.emit('did-stop-loading', {});
    });
    session.on('Page.lifecycleEvent', ({ frameId, name }) => {
      if (this.#begun && frameId === mainFrameId && (name === 'firstContentfulPaint' || name === 'load'))
        this.emit('first-paint');
    });
    session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const top = stackTrace?.callFrames[0];
      const message = args
        .map((argument) =>
          argument.value === undefined ? (argument.description ?? argument.type) : String(argument.value),
        )
        .join(' ');
      const level =
        type === 'error' ? 'error' : type === 'warning' ? 'warning' : type === 'debug' ? 'debug' : 'info';
      this.emit('console-message', {
        message,
        level,
        lineNumber: top?.lineNumber ?? 0,
        sourceId: urls.fromPage(top?.url ?? ''),
        frame: this.#frames?.frame(mainFrameId),
      });
    });
    session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      this.#windowOpen(urls.fromPage(url), windowName, windowFeatures);
    });
    session.on('Page.javascriptDialogOpening', ({ type, hasBrowserHandler }) => {
      if (this.services.dialogsAreAnswered || (hasBrowserHandler && type !== 'beforeunload')) return;
      session.post('Page.handleJavaScriptDialog', { accept: type === 'beforeunload' });
    });
    session.on('Inspector.targetCrashed', () => {
      this.crash('crashed');
    });
  }

  /** Chromium has refused the window already (see the gate); the app hears of it as it would from Electron. */
  #windowOpen(url: string, frameName: string, features: readonly string[]): void {
    const verdict = this.#openHandler?.({
      url,
      frameName: frameName === '_blank' ? '' : frameName,
      features: features.join(','),
      disposition: features.some((feature) => feature.startsWith('width') || feature.startsWith('height'))
        ? 'new-window'
        : 'foreground-tab',
      referrer: { url: '', policy: 'default' },
    });
    if (verdict?.action === 'allow') {
      process.stderr.write(
        'setWindowOpenHandler: "allow" is not part of the Chromium runtime; the window was denied\n',
      );
    }
  }
}
