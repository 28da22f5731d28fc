// SECURITY: docs/threat-model.md#page — no camera, no location, no devices: all denied but one.
import type { Session } from 'electron';
import { isAppUrl } from './app-url.ts';

/** The one permission that the page needs: to copy a text that the operator chose to copy. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export function mayHave(permission: string, requestingUrl: string): boolean {
  return GRANTED.has(permission) && isAppUrl(requestingUrl);
}

type Guarded = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;

/** Denies by default, in both ways that Chromium asks: at the request, and when a page checks. */
export function guardPermissions(session: Guarded): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(details.isMainFrame && mayHave(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, _origin, details) => {
    return details.isMainFrame && mayHave(permission, details.requestingUrl ?? '');
  });
  session.setDevicePermissionHandler(() => false);
}
