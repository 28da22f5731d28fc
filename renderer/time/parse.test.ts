import { describe, expect, it } from 'vitest';
import { parseTyped } from './parse.ts';

describe('parseTyped', () => {
  it.each([
    ['2026-11-22', 'from', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22', 'to', '2026-11-23T00:00:00.000Z'],
    ['2026-12-31', 'to', '2027-01-01T00:00:00.000Z'],
    [' 2026-11-22 8:05 ', 'from', '2026-11-22T08:05:00.000Z'],
    ['2026-11-22T08:05:09', 'to', '2026-11-22T08:05:09.000Z'],
    ['2024-02-29', 'from', '2024-02-29T00:00:00.000Z'],
  ] as const)('%j as %s', (text, edge, iso) => {
    expect(parseTyped(text, 'utc', edge)).toEqual({ ok: true, iso });
  });

  it.each([
    '',
    '22.11.2026',
    '2026-02-29',
    '2026-13-01',
    '2026-11-31',
    '2026-11-22 24:00',
    '2026-11-22 1:60',
    'now',
  ])('refuses %j', (text) => {
    expect(parseTyped(text, 'utc', 'from')).toEqual({ ok: false });
  });

  it('reads local time in the zone of this computer', () => {
    const typed = parseTyped('2026-07-01 12:00', 'local', 'from');
    expect(typed).toEqual({ ok: true, iso: new Date(2026, 6, 1, 12).toISOString() });
  });
});
