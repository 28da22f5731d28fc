import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATE_PREFIXES, matchesDate, parseDateClause, parseDateRange } from './dates.ts';
import type { TimeRange } from './dates.ts';

const us = (text: string): number => Date.parse(text) * 1000;

describe('dates in search', () => {
  it.each([
    ['2026', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['2026-12', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2026-11-20T10:05', '2026-11-20T10:05:00Z', '2026-11-20T10:06:00Z'],
    ['2026-11-20T10:05:07Z', '2026-11-20T10:05:07Z', '2026-11-20T10:05:08Z'],
    ['2026-11-20T10:05:07+02:00', '2026-11-20T08:05:07Z', '2026-11-20T08:05:08Z'],
    ['2026-11-20T10:05:07 02:00', '2026-11-20T08:05:07Z', '2026-11-20T08:05:08Z'],
    ['2026-11-20T10:05:07-05:30', '2026-11-20T15:35:07Z', '2026-11-20T15:35:08Z'],
    ['2026-11-20T10:05:07.5Z', '2026-11-20T10:05:07.500Z', '2026-11-20T10:05:07.600Z'],
    ['2026-11-20T10:05:07.123Z', '2026-11-20T10:05:07.123Z', '2026-11-20T10:05:07.124Z'],
  ])('%s covers its precision', (text, low, high) => {
    expect(parseDateRange(text)).toEqual({ lowUs: us(low), highUs: us(high) });
  });

  it('counts microseconds and drops what is finer', () => {
    const low = us('2026-11-20T10:05:07.123Z') + 456;
    expect(parseDateRange('2026-11-20T10:05:07.123456Z')).toEqual({ lowUs: low, highUs: low + 1 });
    expect(parseDateRange('2026-11-20T10:05:07.123456789Z')).toEqual({ lowUs: low, highUs: low + 1 });
  });

  it.each([
    '',
    '26',
    '2026-13',
    '2026-02-30',
    '2026-11-20T24:00',
    '2026-11-20T10',
    '20261120',
    'yesterday',
    '2026-11-20T10:60:00Z',
    'ap2026',
  ])('refuses %j', (text) => {
    expect(parseDateClause(text)).toBeUndefined();
  });

  it('reads prefixes, eq being meant by none', () => {
    expect(parseDateClause('2026')?.prefix).toBe('eq');
    for (const prefix of DATE_PREFIXES) expect(parseDateClause(`${prefix}2026-01`)?.prefix).toBe(prefix);
  });

  // The oracle goes through the definitions point by point, on ranges small enough to hold as sets of microseconds.
  const points = (range: TimeRange): number[] =>
    Array.from({ length: range.highUs - range.lowUs }, (_, i) => range.lowUs + i);
  const oracle: Readonly<Record<string, (asked: number[], held: number[]) => boolean>> = {
    eq: (asked, held) => held.every((point) => asked.includes(point)),
    ne: (asked, held) => held.some((point) => !asked.includes(point)),
    gt: (asked, held) => held.some((point) => point > Math.max(...asked)),
    lt: (asked, held) => held.some((point) => point < Math.min(...asked)),
    ge: (asked, held) => oracle['gt']!(asked, held) || oracle['eq']!(asked, held),
    le: (asked, held) => oracle['lt']!(asked, held) || oracle['eq']!(asked, held),
    sa: (asked, held) => held.every((point) => point > Math.max(...asked)),
    eb: (asked, held) => held.every((point) => point < Math.min(...asked)),
  };
  const smallRange = fc
    .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 6 }))
    .map(([lowUs, width]): TimeRange => ({ lowUs, highUs: lowUs + width }));

  it('compares ranges as R4 defines each prefix', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DATE_PREFIXES), smallRange, smallRange, (prefix, asked, held) => {
        expect(matchesDate({ prefix, range: asked }, held.lowUs, held.highUs)).toBe(
          oracle[prefix]!(points(asked), points(held)),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('ne is the opposite of eq, and an instant is before, in or after every range', () => {
    const instant = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    const cut = fc.constantFrom(4, 7, 10, 16, 19, 23);
    fc.assert(
      fc.property(instant, instant, cut, (heldText, askedText, length) => {
        const held = parseDateRange(heldText)!;
        const text = length > 16 ? `${askedText.slice(0, length)}Z` : askedText.slice(0, length);
        const holds = (prefix: string): boolean =>
          matchesDate(parseDateClause(prefix + text)!, held.lowUs, held.highUs);
        expect(holds('ne')).toBe(!holds('eq'));
        expect([holds('eb'), holds('eq'), holds('sa')].filter(Boolean)).toHaveLength(1);
        expect(holds('ge')).toBe(!holds('lt'));
        expect(holds('le')).toBe(!holds('gt'));
      }),
      { numRuns: 1000 },
    );
  });
});
