import { expect, it } from 'vitest';
import { droppedPaths } from './dropped-paths.ts';

const root = process.platform === 'win32' ? 'C:\\' : '/';

it.each<[string, unknown, readonly string[]]>([
  ['paths', [`${root}a`, `${root}b c`], [`${root}a`, `${root}b c`]],
  ['nothing', [], []],
  ['no list', `${root}a`, []],
  ['an object that looks like a list', { 0: `${root}a`, length: 1 }, []],
  ['a relative path', ['a', '../a', './a', ''], []],
  ['an address', ['file:///etc/passwd'], []],
  ['other values between', [1, null, [`${root}a`], { path: `${root}a` }, `${root}b`], [`${root}b`]],
  ['a path with NUL', [`${root}a\0.ndjson`], []],
  ['a path longer than any', [root + 'a'.repeat(40_000)], []],
  ['too many', Array.from({ length: 100_001 }, () => `${root}a`), []],
])('%s', (_what, message, expected) => {
  expect(droppedPaths(message)).toEqual(expected);
});
