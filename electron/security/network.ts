// SECURITY: docs/threat-model.md#page — the page has no network; all traffic is the engine's.
import type { Session } from 'electron';
import { isAppUrl } from './app-url.ts';

/** True for what a page may load: the app's own files, and the tools of a developer in an unpackaged app. */
export function mayLoad(url: string, developerTools: boolean): boolean {
  return isAppUrl(url) || (developerTools && url.startsWith('devtools://devtools/'));
}

interface Guarded {
  readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>;
  readonly on: (event: 'will-download', listener: (event: { preventDefault: () => void }) => void) => unknown;
}

/** Cancels every request of a page that is not for the app itself, and every download. */
export function guardNetwork(session: Guarded, options: { readonly developerTools: boolean }): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !mayLoad(details.url, options.developerTools) });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}
