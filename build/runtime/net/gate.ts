import type { OnBeforeRequestListenerDetails } from 'electron';
import type { CdpSession } from '../cdp/connection.ts';
import type { Protocol as Cdp } from '../cdp/protocol.ts';
import type { UrlMap } from '../url-map.ts';
import type { ProtocolParts } from './protocol.ts';
import type { WebRequestParts } from './web-request.ts';

type Paused = Cdp.Fetch.requestPausedPayload;
type Headers = Record<string, string[]>;

/** A navigation that is about to leave. */
export interface Navigation {
  /** As the app sees it. */
  readonly url: string;
  /** As Chromium asks for it. */
  readonly pageUrl: string;
  readonly frameId: string;
  readonly isRedirect: boolean;
}

/** The page that a request belongs to. */
export interface RequestOwner {
  readonly webContentsId: number;
  /** False stops the navigation before anything leaves. */
  readonly mayNavigate: (navigation: Navigation) => boolean;
}

export interface GateParts {
  readonly urls: UrlMap;
  readonly protocol: ProtocolParts;
  readonly webRequest: WebRequestParts;
  /** The page of a frame, or undefined if no window of the app has that frame. */
  readonly ownerOf: (frameId: string) => Promise<RequestOwner | undefined>;
}

/**
 * What DevTools cannot stop, Chromium stops itself, through one more policy on every document of the app:
 * - `sandbox` with everything allowed but new windows: `window.open` and `target=_blank` are refused inside the renderer,
 *   synchronously and without making a page, as Electron does for a denied one;
 * - `frame-src`: frames of `data:` and `blob:` never reach the network layer, so nobody could be asked about them.
 */
const DOCUMENT_POLICY =
  'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-pointer-lock ' +
  'allow-orientation-lock allow-presentation allow-storage-access-by-user-activation allow-top-navigation; ' +
  'frame-src http: https:';

/** WebSockets do not stop at `Fetch`; so no document and no worker may open one. */
const NO_WEB_SOCKETS = 'connect-src http: https: data: blob:';

/** Chromium would show its own chooser of devices in a visible window. */
const NO_DEVICES = 'hid=(), serial=(), usb=()';

/** Response headers in which Chromium must find its own address for the app's origin. */
const ADDRESS_HEADERS: ReadonlySet<string> = new Set([
  'access-control-allow-origin',
  'content-security-policy',
  'content-security-policy-report-only',
  'location',
]);

const RESOURCE_TYPES: Readonly<Record<string, OnBeforeRequestListenerDetails['resourceType']>> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  Media: 'media',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
};

/** Every request of every page passes here, at the browser's own level, before it leaves: also of workers and popups. */
export class NetworkGate {
  readonly #browser: CdpSession;
  readonly #parts: GateParts;
  #nextId = 0;

  constructor(browser: CdpSession, parts: GateParts) {
    this.#browser = browser;
    this.#parts = parts;
  }

  async open(): Promise<void> {
    this.#browser.on('Fetch.requestPaused', (paused) => {
      this.#answer(paused).catch((error: unknown) => {
        // Fail closed: a handler that throws must not let the request through.
        process.stderr.write(
          `request handler failed: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        this.#fail(paused, 'Failed');
      });
    });
    await this.#browser.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
  }

  async #answer(paused: Paused): Promise<void> {
    const url = this.#parts.urls.fromPage(paused.request.url) + (paused.request.urlFragment ?? '');
    const isDocument = paused.resourceType === 'Document';
    const owner = await this.#parts.ownerOf(paused.frameId);
    if (isDocument) {
      const isRedirect = paused.redirectedRequestId !== undefined;
      // A document for a frame that no window of ours has: a popup that is being closed.
      if (
        owner === undefined ||
        !owner.mayNavigate({ url, pageUrl: paused.request.url, frameId: paused.frameId, isRedirect })
      ) {
        this.#fail(paused, 'Aborted');
        return;
      }
    }
    if (isFavicon(paused)) {
      await this.#fulfill(paused, 204, {}, Buffer.alloc(0));
      return;
    }
    if (this.#isForbiddenServiceWorker(paused, url)) {
      this.#fail(paused, 'BlockedByClient');
      return;
    }
    const details = this.#details(paused, url, owner) as OnBeforeRequestListenerDetails;
    const verdict = await this.#parts.webRequest.before(details);
    if (verdict.cancel === true) {
      this.#fail(paused, 'BlockedByClient');
      return;
    }
    if (verdict.redirectURL !== undefined) {
      await this.#fulfill(
        paused,
        307,
        { location: [this.#parts.urls.toPage(verdict.redirectURL)] },
        Buffer.alloc(0),
      );
      return;
    }
    const handler = this.#parts.protocol.handlerFor(url);
    if (handler !== undefined) {
      const response = await handler(toRequest(paused, url, this.#parts.urls));
      await this.#respond(paused, response);
      return;
    }
    if (this.#parts.urls.fromPage(paused.request.url) !== paused.request.url) {
      this.#fail(paused, 'Failed');
      return;
    }
    this.#browser.post('Fetch.continueRequest', { requestId: paused.requestId });
  }

  async #respond(paused: Paused, response: Response): Promise<void> {
    if (response.type === 'error') {
      this.#fail(paused, 'Failed');
      return;
    }
    const body = Buffer.from(await response.arrayBuffer());
    const headers: Headers = {};
    for (const [name, value] of response.headers) (headers[name] ??= []).push(value);
    await this.#fulfill(paused, response.status, headers, body);
  }

  async #fulfill(paused: Paused, status: number, headers: Headers, body: Buffer): Promise<void> {
    const mapped = entries(headers).map(({ name, value }) => ({
      name,
      value: ADDRESS_HEADERS.has(name) ? this.#parts.urls.headerToPage(value) : value,
    }));
    mapped.push({ name: 'content-security-policy', value: NO_WEB_SOCKETS });
    if (paused.resourceType === 'Document') {
      mapped.push({ name: 'content-security-policy', value: DOCUMENT_POLICY });
      mapped.push({ name: 'permissions-policy', value: NO_DEVICES });
    }
    await this.#browser
      .send('Fetch.fulfillRequest', {
        requestId: paused.requestId,
        responseCode: status,
        responseHeaders: mapped,
        body: body.toString('base64'),
      })
      .catch(() => {
        // The page has turned away from this request in the meantime.
      });
  }

  #fail(paused: Paused, errorReason: Cdp.Network.ErrorReason): void {
    this.#browser.post('Fetch.failRequest', { requestId: paused.requestId, errorReason });
  }

  #isForbiddenServiceWorker(paused: Paused, url: string): boolean {
    return header(paused, 'service-worker') === 'script' && !this.#parts.protocol.allowsServiceWorkers(url);
  }

  #details(paused: Paused, url: string, owner: RequestOwner | undefined): object {
    this.#nextId += 1;
    const isMain = paused.resourceType === 'Document';
    return {
      id: this.#nextId,
      url,
      method: paused.request.method,
      webContentsId: owner?.webContentsId,
      resourceType: isMain ? 'mainFrame' : (RESOURCE_TYPES[paused.resourceType] ?? 'other'),
      referrer: this.#parts.urls.fromPage(header(paused, 'referer') ?? ''),
      timestamp: Date.now(),
      uploadData: [],
    };
  }
}

function header(paused: Paused, name: string): string | undefined {
  return Object.entries(paused.request.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Chromium looks for an icon for its tab; a window of Electron has no tab. */
function isFavicon(paused: Paused): boolean {
  return (
    paused.resourceType === 'Other' &&
    new URL(paused.request.url).pathname === '/favicon.ico' &&
    header(paused, 'sec-fetch-dest') !== 'empty'
  );
}

function toRequest(paused: Paused, url: string, urls: UrlMap): Request {
  const { request } = paused;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    headers.set(name, /^(?:origin|referer)$/i.test(name) ? urls.fromPage(value) : value);
  }
  const parts = request.postDataEntries?.map((entry) => Buffer.from(entry.bytes ?? '', 'base64'));
  const body = parts === undefined ? undefined : Buffer.concat(parts);
  return new Request(url, { method: request.method, headers, ...(body === undefined ? {} : { body }) });
}

function entries(headers: Headers): { name: string; value: string }[] {
  return Object.entries(headers).flatMap(([name, values]) => values.map((value) => ({ name, value })));
}
