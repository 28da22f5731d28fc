import type { Session, WebContents } from 'electron';
import type { Protocol as Cdp } from '../cdp/protocol.ts';

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type Granted = (permissions: Cdp.Browser.PermissionType[]) => void;

/** Which of Chromium's permissions stand for one of Electron's names. */
const PERMISSIONS: Readonly<Record<string, readonly Cdp.Browser.PermissionType[]>> = {
  'clipboard-read': ['clipboardReadWrite'],
  'clipboard-sanitized-write': ['clipboardSanitizedWrite'],
  'display-capture': ['displayCapture'],
  geolocation: ['geolocation'],
  'idle-detection': ['idleDetection'],
  keyboardLock: ['keyboardLock'],
  media: ['audioCapture', 'videoCapture'],
  mediaKeySystem: ['protectedMediaIdentifier'],
  midi: ['midi'],
  midiSysex: ['midiSysex'],
  notifications: ['notifications'],
  pointerLock: ['pointerLock'],
  'speaker-selection': ['speakerSelection'],
  'storage-access': ['storageAccess'],
  'window-management': ['windowManagement'],
};

/**
 * Both handlers, asked before the page is there: Chromium cannot be made to ask at the moment of a request. A permission
 * is granted if the check handler grants it and the request handler does not take it back; without a check handler
 * nothing is granted, where Electron would grant all.
 */
export class Permissions {
  check: CheckHandler | null = null;
  request: RequestHandler | null = null;

  /** Tells at once what is granted to an origin, and again when a request handler answers later. */
  grant(contents: object, origin: string, granted: Granted): void {
    const url = `${origin}/`;
    const types: Cdp.Browser.PermissionType[] = [];
    let answeredAtOnce = true;
    for (const [name, more] of Object.entries(PERMISSIONS)) {
      const checked = this.check?.(contents as WebContents, name as Parameters<CheckHandler>[1], url, {
        isMainFrame: true,
        requestingUrl: url,
      });
      if (checked !== true) continue;
      const answer = (allowed: boolean): void => {
        if (!allowed) return;
        types.push(...more);
        if (!answeredAtOnce) granted([...types]);
      };
      if (this.request === null) answer(true);
      else
        this.request(contents as WebContents, name as Parameters<RequestHandler>[1], answer, {
          isMainFrame: true,
          requestingUrl: url,
        });
    }
    granted([...types]);
    answeredAtOnce = false;
  }
}
