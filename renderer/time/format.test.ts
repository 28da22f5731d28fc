import { describe, expect, it } from 'vitest';
import { formatBoth, formatCount, formatCountdown, formatMoment, formatTime, timeParts } from './format.ts';

describe('timeParts', () => {
  it.each([
    ['2026-11-22T13:03:07Z', 'Europe/Berlin', '2026-11-22', '14:03:07', '+01:00'],
    ['2026-07-01T13:03:07.250Z', 'Europe/Berlin', '2026-07-01', '15:03:07', '+02:00'],
    ['2026-11-22T13:03:07Z', 'UTC', '2026-11-22', '13:03:07', 'UTC'],
    ['2026-11-22T23:59:59Z', 'Asia/Kolkata', '2026-11-23', '05:29:59', '+05:30'],
    ['2026-01-01T00:00:00Z', 'America/Los_Angeles', '2025-12-31', '16:00:00', '-08:00'],
    ['2026-11-22T00:00:00Z', 'UTC', '2026-11-22', '00:00:00', 'UTC'],
  ])('%s in %s', (iso, zone, date, time, offset) => {
    expect(timeParts(iso, zone)).toEqual({ date, time, offset });
  });

  it('tells the two readings of the repeated hour apart by their offset', () => {
    // Europe/Berlin leaves summer time on 2026-10-25 at 03:00 local: 02:30 comes twice.
    const first = timeParts('2026-10-25T00:30:00Z', 'Europe/Berlin');
    const second = timeParts('2026-10-25T01:30:00Z', 'Europe/Berlin');
    expect(first?.time).toBe('02:30:00');
    expect(second?.time).toBe('02:30:00');
    expect([first?.offset, second?.offset]).toEqual(['+02:00', '+01:00']);
    expect(formatBoth('2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe(
      '2026-10-25 02:30:00 (+02:00) · 2026-10-25 00:30:00 UTC',
    );
  });

  it('says a time once where local time is UTC', () => {
    expect(formatBoth('2026-11-22T13:03:07Z', 'UTC')).toBe('2026-11-22 13:03:07 UTC');
  });

  it('says what it was given where that is no time', () => {
    expect(timeParts('yesterday')).toBeNull();
    expect(formatTime('yesterday')).toBe('yesterday');
    expect(formatBoth('yesterday')).toBe('yesterday');
  });
});

describe('formatMoment', () => {
  const now = Date.parse('2026-11-22T22:30:00Z');
  it('leaves the date out only where it is today in that zone', () => {
    expect(formatMoment('2026-11-22T13:03:07Z', now, 'UTC')).toBe('13:03');
    expect(formatMoment('2026-11-22T13:03:07Z', now, 'Asia/Tokyo')).toBe('2026-11-22 22:03');
    expect(formatMoment('2026-11-21T13:03:07Z', now, 'UTC')).toBe('2026-11-21 13:03');
  });
});

describe('formatCountdown', () => {
  it.each([
    [180_000, '3:00'],
    [179_001, '3:00'],
    [59_000, '0:59'],
    [1, '0:01'],
    [0, '0:00'],
    [-5, '0:00'],
  ])('%d ms reads %s', (ms, expected) => {
    expect(formatCountdown(ms)).toBe(expected);
  });
});

it('formatCount groups thousands', () => {
  expect(formatCount(61_204)).toBe('61,204');
});
