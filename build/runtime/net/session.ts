import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import type { CdpSession } from '../cdp/connection.ts';
import { closed } from '../closed.ts';
import { preventable } from '../preventable.ts';
import { grantedPermissions } from './permissions.ts';
import type { WebRequestParts } from './web-request.ts';

type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];

/** The members that the runtime has. */
export type SessionApi = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setCertificateVerifyProc'
  | 'setSpellCheckerEnabled'
  | 'clearStorageData'
  | 'clearCache'
  | 'on'
  | 'once'
  | 'off'
  | 'removeListener'
> & { readonly webRequest: WebRequestParts['webRequest'] };

/** The API, and what the runtime does with it. */
export interface SessionParts {
  readonly session: SessionApi;
  /** Tells Chromium which permissions an origin has; all that is not granted is denied. */
  readonly applyPermissions: (
    browser: CdpSession,
    contextId: string | undefined,
    contents: object,
    origin: string,
    pageOrigin: string,
  ) => void;
  /** Tells the app of a download that Chromium has already refused. */
  readonly download: (url: string, filename: string, contents: object | undefined) => void;
}

/** `session.defaultSession`. What it cannot do truly is in README.md, under "What is not true". */
export function createSession(
  webRequest: WebRequestParts,
  chromium: () =>
    | { readonly browser: CdpSession; readonly contextId: Promise<string | undefined> }
    | undefined,
): SessionParts {
  const events = new EventEmitter();
  let check: CheckHandler = null;
  const session: SessionApi = {
    webRequest: closed('webRequest', webRequest.webRequest),
    // Kept out of use on purpose: Chromium never asks anybody, it denies what the check handler did not grant.
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: (handler) => {
      check = handler;
    },
    // Chromium shows no device chooser here, so that no device is ever offered to a handler.
    setDevicePermissionHandler: () => undefined,
    // Chromium verifies certificates by itself and rejects bad ones; a handler could only be stricter or laxer.
    setCertificateVerifyProc: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    clearStorageData: async () => {
      const running = chromium();
      if (running === undefined) return;
      const browserContextId = await running.contextId;
      await running.browser.send(
        'Storage.clearCookies',
        browserContextId === undefined ? {} : { browserContextId },
      );
      const { targetInfos } = await running.browser.send('Target.getTargets');
      const origins = new Set(
        targetInfos.filter((info) => info.type === 'page').map((info) => new URL(info.url).origin),
      );
      for (const { sessionId, origin } of [...origins]
        .filter((entry) => entry !== 'null')
        .map((entry) => ({ sessionId: '', origin: entry }))) {
        if (sessionId === '')
          await running.browser.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      }
    },
    clearCache: async () => undefined,
    on: events.on.bind(events) as unknown as Session['on'],
    once: events.once.bind(events) as unknown as Session['once'],
    off: events.off.bind(events) as unknown as Session['off'],
    removeListener: events.removeListener.bind(events) as unknown as Session['removeListener'],
  };
  return {
    session: closed('session', session),
    applyPermissions: (browser, contextId, contents, origin, pageOrigin) => {
      const grants = (permission: string): boolean =>
        check?.(
          contents as WebContents,
          permission as Parameters<NonNullable<CheckHandler>>[1],
          `${origin}/`,
          { isMainFrame: true, requestingUrl: `${origin}/` },
        ) === true;
      browser.post('Browser.grantPermissions', {
        permissions: [...grantedPermissions(grants)],
        origin: pageOrigin,
        ...(contextId === undefined ? {} : { browserContextId: contextId }),
      });
    },
    download: (url, filename, contents) => {
      const event = preventable({});
      const item = closed('downloadItem', {
        getURL: () => url,
        getFilename: () => filename,
        getURLChain: () => [url],
        getState: () => 'cancelled',
        cancel: () => undefined,
      });
      events.emit('will-download', event, item, contents);
      if (!event.defaultPrevented)
        process.stderr.write(
          'saving downloads is not part of the Chromium runtime; the download was cancelled\n',
        );
    },
  };
}
