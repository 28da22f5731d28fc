import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findLeaks } from './leaks.ts';

const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('finds a name and a token in either encoding, at any offset, in any folder', () => {
  mkdirSync(join(folder, 'deep'));
  const noise = Buffer.from([0, 255, 17]);
  writeFileSync(join(folder, 'clean'), noise);
  writeFileSync(join(folder, 'narrow'), Buffer.concat([noise, Buffer.from('xHenrik Sjöberg')]));
  writeFileSync(
    join(folder, 'deep', 'wide'),
    Buffer.concat([noise, Buffer.from('Henrik Sjöberg', 'utf16le')]),
  );
  const token = 'eyJraWQiOiJhYmNkZWZnaGlqa2xtbm9w';
  writeFileSync(join(folder, 'token'), token);
  writeFileSync(join(folder, 'wide-token'), Buffer.from(token, 'utf16le'));
  const leaks = findLeaks([folder], ['Henrik Sjöberg', 'Nobody Here', 'abc']);
  expect(leaks.map(({ file, what, encoding }) => `${file}: ${what}, ${encoding}`).sort()).toEqual([
    'deep/wide: Henrik Sjöberg, utf16le',
    'narrow: Henrik Sjöberg, utf8',
    'token: a token, utf8',
    'wide-token: a token, utf16le',
  ]);
});
