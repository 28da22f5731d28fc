import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newSecretKey } from './envelope.ts';
import { DATABASE_KEY, dekId, dekNameOf, SIGNING_SEED, unwrap, wrap } from './wraps.ts';

const place = { vaultId: 'a1'.repeat(16), instanceId: 'b2'.repeat(16), kekGeneration: 7 };
const secret = Buffer.alloc(32, 5);

describe('a wrapped key', () => {
  const key = newSecretKey();
  const sealed = wrap(key, place, DATABASE_KEY, secret);

  it('opens where it belongs', () => {
    expect(unwrap(key, place, DATABASE_KEY, sealed)).toEqual(secret);
  });

  it.each([
    ['another id', place, SIGNING_SEED],
    ['another vault', { ...place, vaultId: 'a2'.repeat(16) }, DATABASE_KEY],
    ['another instance', { ...place, instanceId: 'b3'.repeat(16) }, DATABASE_KEY],
    ['another generation', { ...place, kekGeneration: 8 }, DATABASE_KEY],
  ])('does not open as that of %s', (_what, other, id) => {
    expect(() => unwrap(key, other, id, sealed)).toThrow('authenticate');
  });

  it('of one day does not open as that of another day or class', () => {
    const one = dekId({ day: '2026-01-15', retentionClass: 'standard' });
    const wrapped = wrap(key, place, one, secret);
    expect(unwrap(key, place, one, wrapped)).toEqual(secret);
    for (const name of [
      { day: '2026-01-16', retentionClass: 'standard' },
      { day: '2026-01-15', retentionClass: 'long' },
    ]) {
      expect(() => unwrap(key, place, dekId(name), wrapped)).toThrow('authenticate');
    }
  });
});

describe('the id of a data key', () => {
  it('and its name are each other’s inverse', () => {
    const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.stringMatching(/^[a-z0-9-]{1,32}$/), (when, retentionClass) => {
        const name = { day: when.toISOString().slice(0, 10), retentionClass };
        expect(dekNameOf(dekId(name))).toEqual(name);
      }),
    );
  });

  it('is told from the other keys', () => {
    expect([DATABASE_KEY, SIGNING_SEED, 'dek/x/y', 'dek/2026-01-15/A'].map(dekNameOf)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
