import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES, REMARK_CODES, type JobItem } from '../../shared/domain/jobs.ts';
import { copyOf, itemWords, positionWords } from './item-words.ts';

const CODES = [...REFUSAL_CODES, ...REMARK_CODES];
const item: JobItem = {
  number: 7,
  verdict: 'refused',
  code: 'item/not-json',
  file: 'north/a.ndjson',
  position: 12,
  positionUnit: 'line',
};

describe('words', () => {
  it.each(CODES)('%s has a title, a reason and a way out, in calm whole sentences', (code) => {
    const words = itemWords({ code });
    expect(words.title).toMatch(/^[A-Z][^!.]*$/);
    expect(words.title.length).toBeLessThan(48);
    expect(words.explanation).toMatch(/^[A-Z][^!]*\.$/);
    expect(words.remedy).toMatch(/^[A-Z][^!]*\.$/);
    expect(JSON.stringify(words)).not.toContain(code);
  });

  it('no two codes share a title', () => {
    const titles = CODES.map((code) => itemWords({ code }).title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('places', () => {
  it.each([
    [12, 'line', 'line 12'],
    [1234, 'line', 'line 1,234'],
    [3, 'entry', 'entry 3'],
    [0, 'file', 'whole file'],
    [0, 'line', 'whole file'],
  ] as const)('%d %s is %s', (position, positionUnit, words) => {
    expect(positionWords({ position, positionUnit })).toBe(words);
  });
});

describe('a copied line', () => {
  it('says which item, where, and why', () => {
    expect(copyOf(item)).toMatch(
      /^Refused 7, line 12 of “north\/a\.ndjson”: Not written as valid JSON\. .*\(item\/not-json\)$/,
    );
  });

  it('is one cell of a spreadsheet and never a formula, whatever the file is called', () => {
    const evil = fc.oneof(
      fc.constantFrom('=cmd|1', 'a\n=1+1', 'a\r\n@SUM(1)', '\t=1', '+1', '\u2028=1', 'a\u0085=1', '\u000B=1'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(evil, (file) => {
        const text = copyOf({ ...item, file });
        expect(text).toMatch(/^Refused /);
        expect(text).not.toMatch(/[\t\n\r\v\f\u0085\u2028\u2029]/);
      }),
    );
  });
});
