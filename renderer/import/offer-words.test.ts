import { expect, it } from 'vitest';
import { offerWords, sizeWords } from './offer-words.ts';

const file = (bytes: number | null) => ({ name: 'a', kind: 'file', bytes }) as const;
const folder = { name: 'b', kind: 'folder', bytes: null } as const;

it.each([
  [[file(1)], 0, '1 file', '1 byte'],
  [[file(1_000_000), file(500_000)], 0, '2 files', '1.5 MB'],
  [[folder], 0, '1 folder', null],
  [[file(2000), folder], 0, '1 file and 1 folder', '2.0 kB and what the folder holds'],
  [[folder, folder, file(2000)], 0, '1 file and 2 folders', '2.0 kB and what the folders hold'],
  [[file(null)], 0, '1 file', null],
  [[file(2000), folder], 1202, '1,204 files or folders', 'more than 2.0 kB'],
] as const)('%j and %d more', (entries, more, words, size) => {
  expect(offerWords({ entries: [...entries], more })).toBe(words);
  expect(sizeWords({ entries: [...entries], more })).toBe(size);
});
