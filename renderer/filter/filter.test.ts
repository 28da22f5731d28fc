import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditFilterSchema } from '../../shared/domain/audit.ts';
import { ACTION_ORDER, OUTCOME_ORDER } from '../trail/terms.ts';
import { chipsOf, rangeWords, without } from './chips.ts';
import {
  isNarrowed,
  NO_FILTER,
  PRESETS,
  presetRange,
  toAuditFilter,
  toggled,
  toggledTerm,
  type Preset,
  type TimeRange,
  type TrailFilter,
} from './trail-filter.ts';

const isoTime = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const terms = fc.uniqueArray(
  fc.record({ id: fc.integer({ min: 1, max: 9999 }), label: fc.string({ maxLength: 12 }) }),
  { selector: (term) => term.id, maxLength: 5 },
);
const range: fc.Arbitrary<TimeRange> = fc.oneof(
  fc.constant<TimeRange>({ kind: 'any' }),
  fc
    .tuple(fc.constantFrom(...(Object.keys(PRESETS) as Preset[])), fc.integer({ min: 1e12, max: 2e12 }))
    .map(([preset, now]) => presetRange(preset, now)),
  fc.record({ kind: fc.constant('custom' as const), from: isoTime, to: fc.option(isoTime) }),
);
const anyFilter: fc.Arbitrary<TrailFilter> = fc.record({
  range,
  agents: terms,
  patients: terms,
  places: terms,
  actions: fc.uniqueArray(fc.constantFrom(...ACTION_ORDER)),
  outcomes: fc.uniqueArray(fc.constantFrom(...OUTCOME_ORDER)),
  text: fc.string({ maxLength: 40 }),
  unmappedOnly: fc.boolean(),
});

describe('the trail filter', () => {
  it('always makes a question that the contract accepts', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(auditFilterSchema.safeParse(toAuditFilter(filter)).success).toBe(true);
      }),
    );
  });

  it('has chips exactly when it narrows, and loses all by taking each off', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const chips = chipsOf(filter, 'utc');
        expect(chips.length > 0).toBe(isNarrowed(filter));
        expect(new Set(chips.map((chip) => chip.key)).size).toBe(chips.length);
        const cleared = chips.reduce((left, chip) => without(left, chip.target), filter);
        expect(toAuditFilter(cleared)).toEqual({});
      }),
    );
  });

  it('takes off one condition and no other', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const chips = chipsOf(filter, 'utc');
        for (const chip of chips) {
          const left = chipsOf(without(filter, chip.target), 'utc').map((other) => other.key);
          expect(left).toEqual(chips.map((other) => other.key).filter((key) => key !== chip.key));
        }
      }),
    );
  });

  it('is no question when empty, so that opening the desk is not logged as a search', () => {
    expect(toAuditFilter(NO_FILTER)).toEqual({});
    expect(isNarrowed({ ...NO_FILTER, text: '   ' })).toBe(false);
  });
});

describe('ranges', () => {
  it('a preset counts back from now, cut to the minute', () => {
    expect(presetRange('hour', Date.parse('2026-11-22T14:03:07Z'))).toEqual({
      kind: 'preset',
      preset: 'hour',
      from: '2026-11-22T13:03:00.000Z',
    });
  });

  it.each([
    [{ kind: 'any' }, 'Any time'],
    [presetRange('day', 0), 'Last 24 hours'],
    [{ kind: 'custom', from: '2026-11-20T08:00:00.000Z', to: null }, 'from 2026-11-20 08:00'],
    [{ kind: 'custom', from: null, to: '2026-11-21T00:00:00.000Z' }, 'before 2026-11-21 00:00'],
    [
      { kind: 'custom', from: '2026-11-20T08:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
      '2026-11-20 08:00 – 2026-11-21 00:00',
    ],
  ] as const)('%o reads %s', (given, expected) => {
    expect(rangeWords(given, 'utc')).toBe(expected);
  });
});

it('toggling twice changes nothing', () => {
  expect(toggled(toggled(['R', 'C'], 'D'), 'D')).toEqual(['R', 'C']);
  const term = { id: 7, label: 'Ana Petrova' };
  expect(toggledTerm(toggledTerm([], term), { id: 7, label: 'renamed' })).toEqual([]);
});
