import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadable, type ReadableDb } from './connection.ts';
import { DirectStore } from './testing/direct.ts';
import { ANCHOR_MS, bench, event } from './testing/samples.ts';
import { wordsBeginning } from './vocabulary.ts';

const place = bench();
let db: ReadableDb;

beforeAll(() => {
  const store = new DirectStore(place.file, place.databaseKey);
  const many = Array.from({ length: 40 }, (_, index) => `zz${index}`).join(' ');
  const texts = ['dose doses dosage', 'dose \u{1F600} Dö1', many];
  store.append(
    texts.map((searchText) => event({ searchText })),
    ANCHOR_MS,
  );
  store.append(
    Array.from({ length: 300 }, () => event({ searchText: 'dose' })),
    ANCHOR_MS,
  );
  store.close();
  db = openReadable({ file: place.file, databaseKey: place.databaseKey, cacheKiB: 1000, busyTimeoutMs: 100 });
});
afterAll(() => {
  db.close();
  place.remove();
});

describe('wordsBeginning', () => {
  it.each([
    ['dose', ['dose', 'doses']],
    ['do', ['do1', 'dosage', 'dose', 'doses']],
    ['doses', ['doses']],
    ['dosesx', []],
    ['zz39', ['zz39']],
    ['zzz', []],
  ])('%s', (prefix, words) => {
    expect(wordsBeginning(db, prefix)).toEqual(words);
  });

  it('gives up where too many words begin alike', () => {
    expect(wordsBeginning(db, 'zz')).toBe(null);
  });
});
