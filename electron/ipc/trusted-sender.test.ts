import { expect, it } from 'vitest';
import { isTrustedSender } from './trusted-sender.ts';

const own = new Set([1]);
const top = { url: 'app://console/index.html#/audit', parent: null };

it.each([
  ['the top frame of our page', { senderFrame: top, sender: { id: 1 } }, true],
  ['another window', { senderFrame: top, sender: { id: 2 } }, false],
  ['a frame that is gone', { senderFrame: null, sender: { id: 1 } }, false],
  ['a foreign page', { senderFrame: { ...top, url: 'https://example.org/' }, sender: { id: 1 } }, false],
  ['a look-alike host', { senderFrame: { ...top, url: 'app://console.evil/' }, sender: { id: 1 } }, false],
  ['a blank page', { senderFrame: { ...top, url: 'about:blank' }, sender: { id: 1 } }, false],
  ['a frame within our page', { senderFrame: { ...top, parent: top }, sender: { id: 1 } }, false],
])('%s', (_who, event, expected) => {
  expect(isTrustedSender(event as never, own)).toBe(expected);
});
