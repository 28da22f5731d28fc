import { EventEmitter } from 'node:events';
import type { Session } from 'electron';
import { closed } from '../closed.ts';
import { knowEvents } from '../known-events.ts';
import { preventable } from '../preventable.ts';
import { warnOnce } from '../warn-once.ts';
import type { Permissions } from './permissions.ts';
import type { WebRequestParts } from './web-request.ts';

/** The members that the runtime has. */
export type SessionApi = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'on'
  | 'once'
  | 'off'
  | 'removeListener'
> & { readonly webRequest: WebRequestParts['webRequest'] };

/** The API, and what the runtime does with it. */
export interface SessionParts {
  readonly session: SessionApi;
  /** Tells the app of a download that Chromium has already refused. */
  readonly download: (url: string, filename: string, contents: object | undefined) => void;
}

/** `session.defaultSession`. */
export function createSession(webRequest: WebRequestParts, permissions: Permissions): SessionParts {
  const events = knowEvents('session', new EventEmitter(), { fires: ['will-download'] });
  const session: SessionApi = {
    webRequest: closed('webRequest', webRequest.webRequest),
    setPermissionRequestHandler: (handler) => {
      permissions.request = handler;
    },
    setPermissionCheckHandler: (handler) => {
      permissions.check = handler;
    },
    setDevicePermissionHandler: (handler) => {
      // The answer is no before anybody could be asked: every document forbids devices (see the gate).
      if (handler !== null) warnOnce('session.setDevicePermissionHandler is never asked; devices are denied');
    },
    on: events.on.bind(events) as unknown as Session['on'],
    once: events.once.bind(events) as unknown as Session['once'],
    off: events.off.bind(events) as unknown as Session['off'],
    removeListener: events.removeListener.bind(events) as unknown as Session['removeListener'],
  };
  return {
    session: closed('session', session),
    download: (url, filename, contents) => {
      const event = preventable({});
      const item = closed('downloadItem', {
        getURL: () => url,
        getFilename: () => filename,
        getURLChain: () => [url],
        getState: () => 'cancelled',
      });
      events.emit('will-download', event, item, contents);
      if (!event.defaultPrevented) warnOnce('downloads cannot be saved; they are cancelled');
    },
  };
}
