import { describe, expect, it } from 'vitest';
import { isSecureOrLoopback, settingsSchema } from './settings.ts';

describe('isSecureOrLoopback', () => {
  it.each([
    ['https://fhir.example.org/r4', true],
    ['http://127.0.0.1:4100/fhir', true],
    ['http://localhost/fhir', true],
    ['http://[::1]:9000/', true],
    ['http://fhir.example.org', false],
    ['http://127.0.0.1.evil.example/', false],
    ['http://localhost@evil.example/', false],
    ['http://127.0.0.1@evil.example:80/', false],
    ['http://evil.example\\@localhost/', false],
    ['http://evil.example\\@127.0.0.1:4100/fhir', false],
    ['https://user:secret@fhir.example.org/r4', false],
    ['https://fhir.example.org /r4', false],
    ['https://fhir.example.org\t/r4', false],
    ['https://', false],
    ['http://localhost.', false],
    ['ftp://127.0.0.1/', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s → %s', (url, expected) => {
    expect(isSecureOrLoopback(url)).toBe(expected);
  });
});

describe('settingsSchema', () => {
  const minimal = {
    label: 'North clinic',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_Abc123',
    clientId: '1example23456789',
    fhirBaseUrl: 'https://fhir.example.org/r4',
  };

  it('fills in the group names and the idle lock', () => {
    expect(settingsSchema.parse(minimal)).toMatchObject({
      groups: { compliance: 'medminder-compliance' },
      idleLockMs: 900_000,
      demo: false,
    });
  });

  it.each([
    { ...minimal, fhirBaseUrl: 'http://fhir.example.org/r4' },
    { ...minimal, region: 'nowhere' },
    { ...minimal, idleLockMs: 3_600_000 },
    { ...minimal, password: 'x' },
    { ...minimal, demo: true, personsUrl: 'https://persons.evil.example/' },
    { ...minimal, demo: true, personsUrl: 'https://127.0.0.1.evil.example/' },
    { ...minimal, demo: true, personsUrl: 'javascript:alert(1)' },
  ])('refuses %o', (settings) => {
    expect(settingsSchema.safeParse(settings).success).toBe(false);
  });
});
