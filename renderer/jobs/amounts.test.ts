import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsWords, formatBytes, fractionOf, percentWords, progressWords } from './amounts.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [412_000_000, '412 MB'],
    [1_213_000_000, '1.2 GB'],
    [5e15, '5,000 TB'],
  ])('%d → %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });

  it('never shows 1,000 of a unit that has a greater one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_000_000_000_000 }), (bytes) => {
        expect(formatBytes(bytes)).not.toContain(',');
      }),
    );
  });
});

describe('progress', () => {
  it.each([
    [{ unit: 'bytes', done: 412e6, total: 1.213e9 }, '412 MB of 1.2 GB', '33%'],
    [{ unit: 'bytes', done: 412e6, total: null }, '412 MB', null],
    [{ unit: 'events', done: 1200, total: 12_340 }, '1,200 of 12,340 events', '9%'],
    [{ unit: 'events', done: 0, total: 1 }, '0 of 1 event', '0%'],
    [{ unit: 'events', done: 1, total: null }, '1 event', null],
    [{ unit: 'events', done: 12_339, total: 12_340 }, '12,339 of 12,340 events', '99%'],
    [{ unit: 'bytes', done: 10, total: 10 }, '10 bytes of 10 bytes', '100%'],
    [{ unit: 'bytes', done: 0, total: 0 }, '0 bytes of 0 bytes', null],
  ] as const)('%j reads %s, %s', (progress, words, percent) => {
    expect(progressWords(progress)).toBe(words);
    expect(percentWords(progress)).toBe(percent);
  });

  it('stays between 0 and 1, even for a file that grew while it was read', () => {
    expect(fractionOf({ unit: 'bytes', done: 20, total: 10 })).toBe(1);
  });

  it('counts one event as one', () => {
    expect([eventsWords(0), eventsWords(1), eventsWords(2000)]).toEqual([
      '0 events',
      '1 event',
      '2,000 events',
    ]);
  });
});
