import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantMs } from './fhir-instant.ts';

it.each([
  ['2026-03-01T10:00:00Z', Date.UTC(2026, 2, 1, 10)],
  ['2026-03-01T10:00:00.1239999+05:30', Date.UTC(2026, 2, 1, 4, 30, 0, 123)],
  ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
  ['2024-02-29T00:00:00-14:00', Date.UTC(2024, 1, 29, 14)],
  ['2023-02-29T00:00:00Z', null],
  ['2024-02-29T24:00:00Z', null],
  ['2024-02-29T00:00:00+14:01', null],
  ['2024-02-29T00:00:00', null],
  ['2024-02-29T00:00Z', null],
  ['2024-02-29', null],
  ['', null],
  [`2024-02-29T00:00:00.${'1'.repeat(100)}Z`, Date.parse('2024-02-29T00:00:00.111Z')],
  [`2024-02-29T00:00:00.${'1'.repeat(1_000)}Z`, null],
])('reads %s', (text, ms) => {
  expect(instantMs(text)).toBe(ms);
});

it('agrees with Date on every moment it writes', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31'), noInvalidDate: true }),
      (date) => {
        expect(instantMs(date.toISOString())).toBe(date.getTime());
      },
    ),
  );
});

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(instantMs(text)).toBeNull();
    }),
  );
});
