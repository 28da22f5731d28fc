import { expect, it } from 'vitest';
import { isAppUrl } from './app-url.ts';

it.each([
  ['app://console/', true],
  ['app://console/index.html#/audit', true],
  ['APP://console/', true],
  ['app://console.evil.example/', false],
  ['app://evil/console', false],
  ['app://console:80/', false],
  ['app://user@console/', false],
  ['app:console', false],
  ['https://console/', false],
  ['file:///console', false],
  ['javascript:location="app://console/"', false],
  ['about:blank', false],
  ['', false],
])('%s → %s', (url, expected) => {
  expect(isAppUrl(url)).toBe(expected);
});
