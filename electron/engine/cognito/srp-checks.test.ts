import { getDiffieHellman } from 'node:crypto';
import { expect, it } from 'vitest';
import { refuseWeakServerKey } from './srp-checks.ts';

const prime = getDiffieHellman('modp15').getPrime('hex');

it.each([
  ['nothing', undefined],
  ['an empty key', ''],
  ['zero', '0000'],
  ['N', prime],
  ['2 N', (BigInt(`0x${prime}`) * 2n).toString(16)],
  ['no hex', 'xyz'],
  ['something endless', 'f'.repeat(2000)],
])('refuses %s', (_what, srpB) => {
  expect(() => {
    refuseWeakServerKey(srpB);
  }).toThrow('must not be used');
});

it('accepts an ordinary key', () => {
  refuseWeakServerKey('1f'.repeat(384));
});
