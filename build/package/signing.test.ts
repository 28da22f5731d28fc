import { expect, it } from 'vitest';
import { signingOf } from './signing.ts';

const API = { APPLE_API_KEY: 'k', APPLE_API_KEY_ID: 'i', APPLE_API_ISSUER: 's' };

it.each([
  ['darwin', {}, { signed: false, notarised: false }, /^UNSIGNED/u],
  ['darwin', { CSC_LINK: '' }, { signed: false, notarised: false }, /^UNSIGNED/u],
  ['darwin', { CSC_LINK: 'x' }, { signed: true, notarised: false }, /NOT NOTARISED/u],
  ['darwin', { CSC_LINK: 'x', APPLE_ID: 'only this' }, { signed: true, notarised: false }, /NOT NOTARISED/u],
  ['darwin', { CSC_LINK: 'x', ...API }, { signed: true, notarised: true }, /^Signed and notarised/u],
  ['darwin', API, { signed: false, notarised: false }, /^UNSIGNED/u],
  ['win32', { WIN_CSC_LINK: 'x' }, { signed: true, notarised: false }, /^Signed/u],
  ['win32', {}, { signed: false, notarised: false }, /^UNSIGNED/u],
  ['linux', { CSC_LINK: 'x' }, { signed: false, notarised: false }, /no signature/u],
] as const)('%s with %o', (platform, environment, expected, says) => {
  const signing = signingOf({ platform, arch: 'x64' }, environment);
  expect(signing).toMatchObject(expected);
  expect(signing.says).toMatch(says);
});

it('repeats no value of a variable', () => {
  const secret = 'c2VjcmV0';
  const { says } = signingOf({ platform: 'darwin', arch: 'arm64' }, { CSC_LINK: secret, APPLE_ID: secret });
  expect(says).not.toContain(secret);
});
