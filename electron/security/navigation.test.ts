import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardNavigation, mayNavigate } from './navigation.ts';

it.each([
  ['app://console/index.html#/audit', true, true],
  ['app://console/index.html', false, false],
  ['app://elsewhere/', true, false],
  ['https://example.org/', true, false],
  ['http://127.0.0.1:8080/', true, false],
  ['file:///etc/passwd', true, false],
  ['data:text/html,x', true, false],
  ['javascript:alert(1)', true, false],
  ['about:blank', true, false],
])('%s in the main frame=%s → %s', (url, isMainFrame, expected) => {
  expect(mayNavigate(url, isMainFrame)).toBe(expected);
});

class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  attempt(name: string, url: string, isMainFrame = true): boolean {
    let prevented = false;
    this.emit(name, { url, isMainFrame, preventDefault: () => (prevented = true) });
    return !prevented;
  }
}

describe('guardNavigation', () => {
  const contents = new FakeContents();
  guardNavigation(contents as unknown as WebContents);

  it.each(['will-frame-navigate', 'will-redirect'])('stops %s to a foreign address', (name) => {
    expect(contents.attempt(name, 'https://example.org/')).toBe(false);
    expect(contents.attempt(name, 'app://console/')).toBe(true);
    expect(contents.attempt(name, 'app://console/', false)).toBe(false);
  });

  it('attaches no webview', () => {
    expect(contents.attempt('will-attach-webview', 'app://console/')).toBe(false);
  });

  it('opens no window, not even of the app', () => {
    expect(contents.openHandler?.({ url: 'app://console/' })).toEqual({ action: 'deny' });
  });
});
