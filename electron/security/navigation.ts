// SECURITY: docs/threat-model.md#page — the window shows the app and nothing else, ever.
import type { WebContents } from 'electron';
import { isAppUrl } from './app-url.ts';

/** A page may move within the app only; frames hold nothing at all. */
export function mayNavigate(url: string, isMainFrame: boolean): boolean {
  return isMainFrame && isAppUrl(url);
}

type Guarded = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** Keeps a page where it is: no foreign navigation, no redirect out, no new window, no webview. */
export function guardNavigation(contents: Guarded): void {
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(event.url, event.isMainFrame)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!mayNavigate(event.url, event.isMainFrame)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
