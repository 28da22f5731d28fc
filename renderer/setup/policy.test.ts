import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../shared/domain/settings.ts';
import type { Profile, Setup } from '../../shared/domain/setup.ts';
import { newValues } from './form.ts';
import {
  fixedFields,
  lockedBecause,
  mayDoWith,
  mayNotAddBecause,
  policyFault,
  underPolicy,
} from './policy.ts';

const settings = settingsSchema.parse({
  label: 'North clinic',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Ab1Cd2Ef3',
  clientId: '7abc2example90',
  fhirBaseUrl: 'https://audit.example.org/fhir',
});
const profile = (more: Partial<Profile> = {}): Profile => ({
  id: 'north',
  settings,
  managed: false,
  active: false,
  ...more,
});
const setup = (more: Partial<Setup> = {}, policy: Partial<Setup['policy']> = {}): Setup => ({
  profiles: [profile({ active: true }), profile({ id: 'south' })],
  demo: null,
  policy: { fixed: {}, mayAddProfiles: true, error: null, ...policy },
  fixedByCommandLine: false,
  ...more,
});

describe('a policy', () => {
  const { policy } = setup(
    {},
    {
      fixed: {
        region: 'eu-west-1',
        idleLockMs: 300_000,
        groups: { compliance: 'c', admin: 'a', support: 's' },
      },
    },
  );

  it('fixes what it names, with all groups at once, and nothing else', () => {
    expect([...fixedFields(policy)].sort()).toEqual([
      'groups.admin',
      'groups.compliance',
      'groups.support',
      'idleLockMs',
      'region',
    ]);
  });

  it('wins over what was typed', () => {
    const values = underPolicy({ ...newValues(), region: 'us-east-1', clientId: 'mine' }, policy);
    expect(values).toMatchObject({
      region: 'eu-west-1',
      idleLockMs: '5',
      'groups.admin': 'a',
      clientId: 'mine',
    });
  });

  it.each([
    [{ fields: 'fixed.region' }, /not valid: fixed\.region/],
    [{ reason: 'not-roots' }, /administrator/],
    [{ reason: 'something new' }, /does not pass its check/],
    [undefined, /does not pass its check/],
  ])('says what is wrong with it: %j', (detail, words) => {
    expect(policyFault({ code: 'settings/invalid', detail })).toMatch(words);
  });
});

describe('what may be done', () => {
  it('is all of it, but for removing the one in use while there are others', () => {
    const both = setup();
    expect(both.profiles.map((each) => mayDoWith(both, each, false))).toEqual([
      { use: true, test: true, edit: true, remove: false },
      { use: true, test: true, edit: true, remove: true },
    ]);
    const last = setup({ profiles: [profile({ active: true })] });
    expect(mayDoWith(last, profile({ active: true }), false).remove).toBe(true);
    expect(mayNotAddBecause(both, false)).toBeNull();
  });

  it('is using and testing where the IT department manages it', () => {
    expect(mayDoWith(setup(), profile({ managed: true }), false)).toEqual({
      use: true,
      test: true,
      edit: false,
      remove: false,
    });
    expect(mayNotAddBecause(setup({}, { mayAddProfiles: false }), false)).toMatch(/organisation/);
  });

  it.each([
    ['the command line', setup({ fixedByCommandLine: true })],
    ['a broken policy', setup({}, { error: { code: 'settings/invalid', message: 'for developers' } })],
  ])('is testing only under %s', (_by, locked) => {
    expect(mayDoWith(locked, profile(), false)).toEqual({
      use: false,
      test: true,
      edit: false,
      remove: false,
    });
    expect(lockedBecause(locked, false)).not.toBeNull();
    expect(mayNotAddBecause(locked, false)).toBe(lockedBecause(locked, false));
  });

  it('is nothing while a session waits behind the lock', () => {
    expect(Object.values(mayDoWith(setup(), profile(), true))).toEqual([false, false, false, false]);
  });
});
