import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../shared/domain/settings.ts';
import { FIELD_NAMES, FIELDS } from './fields.ts';
import { carriedOf, clean, draftOf, faultsOf, newValues, settingsOf, valuesOf, type Values } from './form.ts';

const GOOD: Values = {
  ...newValues(),
  label: 'North clinic',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Ab1Cd2Ef3',
  clientId: '7abc2example90',
  fhirBaseUrl: 'https://audit.example.org/fhir',
};

describe('the form', () => {
  it('has a field for every setting that a person gives, and for no other', () => {
    const known = new Set(FIELD_NAMES.map((name) => name.split('.')[0]));
    const settings = Object.keys(settingsSchema.shape);
    expect(settings.filter((name) => !known.has(name)).sort()).toEqual(['demo', 'personsUrl']);
    expect([...known].filter((name) => name === undefined || !settings.includes(name))).toEqual([]);
  });

  it('calls optional what the settings call optional', () => {
    const needed = faultsOf(valuesOf({}));
    for (const name of FIELD_NAMES) expect([name, name in needed]).toEqual([name, !FIELDS[name].optional]);
  });

  it('makes settings out of what was typed, minutes into milliseconds', () => {
    expect(settingsOf(draftOf({ ...GOOD, idleLockMs: '5' }))).toMatchObject({
      label: 'North clinic',
      idleLockMs: 300_000,
      groups: { compliance: 'medminder-compliance' },
    });
  });

  it.each([
    ['region', 'Frankfurt', 'malformed'],
    ['region', '  ', 'missing'],
    ['userPoolId', 'eu-central-1', 'malformed'],
    ['clientId', 'a b', 'malformed'],
    ['fhirBaseUrl', 'http://audit.example.org', 'malformed'],
    ['fhirBaseUrl', 'audit.example.org', 'malformed'],
    ['cognitoEndpoint', 'http://10.0.0.1', 'malformed'],
    ['idleLockMs', '16', 'malformed'],
    ['idleLockMs', 'soon', 'malformed'],
    ['groups.admin', '', 'missing'],
    ['label', '', 'missing'],
  ] as const)('finds %s at fault where it is %j: %s', (name, text, fault) => {
    expect(faultsOf({ ...GOOD, [name]: text })).toEqual({ [name]: fault });
  });

  it.each([
    ['idleLockMs', ''],
    ['identityPoolId', ''],
    ['idleLockMs', '2,5'],
    ['userPoolId', '\u200B "eu-central-1_Ab1Cd2Ef3",\u00A0'],
    ['fhirBaseUrl', 'http://127.0.0.1:4100/fhir'],
  ] as const)('takes %s as %j', (name, text) => {
    expect(faultsOf({ ...GOOD, [name]: text })).toEqual({});
  });

  it('carries on what it does not show, and nothing that the settings do not know', () => {
    const draft = { demo: true, personsUrl: 'http://127.0.0.1:1/', secretKey: 'x', region: 'eu-west-1' };
    expect(carriedOf(draft)).toEqual({ demo: true, personsUrl: 'http://127.0.0.1:1/' });
    expect(draftOf(GOOD, carriedOf(draft))).toMatchObject({ demo: true, region: 'eu-central-1' });
    expect(draftOf(GOOD, carriedOf(draft))).not.toHaveProperty('secretKey');
  });

  it('carries nothing on that is at fault: there is no field to mend it in', () => {
    const draft = { demo: 'yes', personsUrl: 'https://persons.evil.example/' };
    expect(carriedOf(draft)).toEqual({});
    expect(settingsOf(draftOf(GOOD, carriedOf(draft)))).not.toBeNull();
  });

  it('gives settings back as they were', () => {
    const settings = settingsSchema.parse({
      ...draftOf(GOOD),
      identityPoolId: 'eu-central-1:00000000-0000-0000-0000-000000000000',
      idleLockMs: 90_000,
      demo: true,
      personsUrl: 'http://127.0.0.1:4100/persons',
    });
    expect(settingsOf(draftOf(valuesOf(settings), carriedOf(settings)))).toEqual(settings);
  });

  it('survives any file: what is not of the right kind stays out', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...FIELD_NAMES, 'groups', 'demo', '__proto__'), fc.jsonValue()),
        (draft) => {
          const values = valuesOf(draft);
          for (const name of FIELD_NAMES) expect(typeof values[name]).toBe('string');
          faultsOf(values);
        },
      ),
    );
  });
});

it.each([
  ['  x ', 'x'],
  ['"x"', 'x'],
  ["'x',", 'x'],
  ['\uFEFFx\u200B', 'x'],
  ['x\n', 'x'],
  ['"x', '"x'],
])('clean(%j) is %j', (text, expected) => {
  expect(clean(text)).toBe(expected);
});
