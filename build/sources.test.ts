import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hashSources, isBuilt, stampBuild } from './sources.mjs';

let root = '';
const inputs = ['electron', 'package.json', 'absent'];
const put = (path: string, text: string): void => writeFileSync(join(root, path), text);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
  mkdirSync(join(root, 'electron', 'engine'), { recursive: true });
  put('electron/main.ts', 'a');
  put('electron/engine/main.ts', 'b');
  put('package.json', '{}');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it('is the same for the same contents, whenever they were written', () => {
  const before = hashSources(root, inputs);
  utimesSync(join(root, 'electron/main.ts'), 1, 1);
  expect(hashSources(root, inputs)).toBe(before);
});

it.each([
  ['a changed file', () => put('electron/engine/main.ts', 'c')],
  ['a new file', () => put('electron/new.ts', '')],
  ['a lost file', () => rmSync(join(root, 'electron/main.ts'))],
  [
    'the same bytes cut elsewhere',
    () => {
      put('electron/main.ts', '');
      put('electron/engine/main.ts', 'ba');
    },
  ],
])('sees %s', (_what, change) => {
  const before = hashSources(root, inputs);
  change();
  expect(hashSources(root, inputs)).not.toBe(before);
});

it('does not see tests, for they are not built', () => {
  const before = hashSources(root, inputs);
  put('electron/main.test.ts', 'x');
  put('electron/view.test.tsx', 'x');
  expect(hashSources(root, inputs)).toBe(before);
});

it('is built only with a stamp of exactly these sources', () => {
  const stamp = join(root, 'out', '.sources');
  expect(isBuilt(stamp, 'h1')).toBe(false);
  stampBuild(stamp, 'h1');
  expect(isBuilt(stamp, 'h1')).toBe(true);
  expect(isBuilt(stamp, 'h2')).toBe(false);
});
