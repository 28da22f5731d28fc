import { describe, expect, it } from 'vitest';
import { UrlMap } from './url-map.ts';

const urls = new UrlMap();
urls.register('app');

describe('url map', () => {
  it.each([
    ['app://console/index.html?a=1#b', 'https://console.app.invalid/index.html?a=1#b'],
    ['app://console/', 'https://console.app.invalid/'],
    ['app://a.b/x', 'https://a.b.app.invalid/x'],
    ['app://console:81/x', 'https://console.app.invalid:81/x'],
  ])('%s is shown as %s, and back', (app, page) => {
    expect(urls.toPage(app)).toBe(page);
    expect(urls.fromPage(page)).toBe(app);
  });

  it.each([
    'https://example.org/',
    'https://x.other.invalid/',
    'https://app.invalid/',
    'data:,x',
    'about:blank',
    'other://x/',
  ])('leaves %s alone', (url) => {
    expect(urls.toPage(url)).toBe(url);
    expect(urls.fromPage(url)).toBe(url);
  });

  it('does not take a look-alike for its own', () => {
    expect(urls.fromPage('https://console.app.invalid.evil.example/')).toBe(
      'https://console.app.invalid.evil.example/',
    );
    expect(urls.fromPage('https://evil.example/?https://console.app.invalid/')).toBe(
      'https://evil.example/?https://console.app.invalid/',
    );
  });

  it('translates policies', () => {
    expect(urls.headerToPage("default-src 'none'; img-src app: data:; script-src app://console")).toBe(
      "default-src 'none'; img-src https://*.app.invalid data:; script-src https://console.app.invalid",
    );
  });
});
