import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../shared/domain/settings.ts';
import type { Setup } from '../../shared/domain/setup.ts';
import { draftOf, newValues, settingsOf } from './form.ts';
import { firstRoute, ofFile, ofProfile, withName } from './work.ts';

const settings = settingsSchema.parse({
  label: 'North clinic',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Ab1Cd2Ef3',
  clientId: '7abc2example90',
  fhirBaseUrl: 'https://audit.example.org/fhir',
});
const EMPTY: Setup = {
  profiles: [],
  demo: null,
  policy: { fixed: {}, mayAddProfiles: true, error: null },
  fixedByCommandLine: false,
};

describe('where the set-up begins', () => {
  it.each([
    ['choose', EMPTY],
    ['list', { ...EMPTY, profiles: [{ id: 'north', settings, managed: false, active: false }] }],
    ['list', { ...EMPTY, fixedByCommandLine: true }],
    [
      'list',
      { ...EMPTY, policy: { ...EMPTY.policy, error: { code: 'settings/invalid' as const, message: '' } } },
    ],
  ])('%s', (at, setup) => {
    expect(firstRoute(setup).at).toBe(at);
  });
});

it('fills in from a file what it says, and defaults for the rest', () => {
  const work = ofFile({
    name: 'it.json',
    draft: { region: 'eu-west-1', idleLockMs: 120_000, demo: true, other: 1 },
    faults: ['other'],
  });
  expect(work.values).toMatchObject({
    region: 'eu-west-1',
    idleLockMs: '2',
    'groups.support': 'medminder-support',
    userPoolId: '',
  });
  expect(work).toMatchObject({ profileId: null, guided: true, carried: { demo: true } });
});

it('changes nothing of connections that are only looked at', () => {
  const work = ofProfile({ id: 'north', settings, managed: false, active: true });
  expect(settingsOf(draftOf(work.values, work.carried))).toEqual(settings);
  expect(work).toMatchObject({ profileId: 'north', inUse: true, guided: false });
});

it.each([
  ['', 'https://audit.example.org/fhir', 'audit.example.org'],
  ['  ', 'https://audit.example.org/fhir', 'audit.example.org'],
  ['Mine', 'https://audit.example.org/fhir', 'Mine'],
  ['', 'nonsense', ''],
])('withName(%j, %j) is %j', (label, fhirBaseUrl, expected) => {
  expect(withName({ ...newValues(), label, fhirBaseUrl }).label).toBe(expected);
});
