import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/domain/settings.ts';
import { isAppError } from '../../../shared/errors.ts';
import { draftFrom, readJson, settingsFrom } from './parse-settings.ts';

const GOOD = {
  label: 'North clinic',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Abc123',
  clientId: '1example23456789',
  fhirBaseUrl: 'https://fhir.example.org/r4',
};
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('readJson', () => {
  it.each([
    ['UTF-8', Buffer.from('{"a":"ö"}')],
    ['UTF-8 with a mark', Buffer.from('\uFEFF{"a":"ö"}')],
    ['UTF-16 with a mark', utf16('{"a":"ö"}')],
  ])('reads %s', (_what, bytes) => {
    expect(readJson(bytes)).toEqual({ a: 'ö' });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'not-json'],
    ['half an object', Buffer.from('{'), 'not-json'],
    ['broken UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'not-json'],
    ['a large file', Buffer.alloc(64 * 1024 + 1, 0x20), 'too-large'],
    ['100,000 brackets', Buffer.from('['.repeat(60_000)), 'not-json'],
  ])('refuses %s', (_what, bytes, reason) => {
    expect(() => readJson(bytes)).toThrow(
      expect.objectContaining({ code: 'settings/invalid', detail: { reason } }),
    );
  });
});

describe('draftFrom', () => {
  it('offers every field of good settings', () => {
    const full = { ...GOOD, groups: { compliance: 'a', admin: 'b', support: 'c' }, idleLockMs: 60_000 };
    expect(draftFrom(full)).toEqual({ draft: full, faults: [] });
  });

  it('names what is at fault, offers it for mending, and drops the value of what is unknown', () => {
    const { draft, faults } = draftFrom({
      ...GOOD,
      region: 'Frankfurt',
      clientSecret: 'hush',
      label: undefined,
    });
    expect(faults.toSorted()).toEqual(['clientSecret', 'label', 'region']);
    expect(draft['region']).toBe('Frankfurt');
    expect(JSON.stringify(draft)).not.toContain('hush');
  });

  it('names unknown fields within the groups', () => {
    const groups = { compliance: 'a', admin: 'b', support: 'c', guest: 'd' };
    expect(draftFrom({ ...GOOD, groups })).toMatchObject({
      draft: { groups: { compliance: 'a', admin: 'b', support: 'c' } },
      faults: ['groups.guest'],
    });
  });

  it.each([[null], [[]], ['text'], [7]])('refuses %j', (json) => {
    expect(() => draftFrom(json)).toThrow(expect.objectContaining({ code: 'settings/invalid' }));
  });

  it('lets nothing but known fields with plain values through, and agrees with the schema on faults', () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string(), fc.webUrl());
    const key = fc.oneof(
      fc.constantFrom(...Object.keys(settingsSchema.shape), '__proto__', 'toString'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.dictionary(key, value), (json) => {
        const { draft, faults } = draftFrom(json);
        for (const [name, each] of Object.entries(draft)) {
          expect(Object.keys(settingsSchema.shape)).toContain(name);
          expect(['string', 'number', 'boolean', 'object']).toContain(typeof each);
        }
        expect(faults.length === 0).toBe(settingsSchema.safeParse(json).success);
        expect(faults.every((fault) => fault.length <= 40)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

it('makes settings of JSON exactly where the schema does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      try {
        return settingsSchema.safeParse(settingsFrom(json)).success;
      } catch (error) {
        return isAppError(error) && error.code === 'settings/invalid';
      }
    }),
  );
});
