import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { isOperator, personsOf } from './directory.ts';
import type { DirectorySource } from './directory.ts';
import { createPrng } from './world/prng.ts';
import { buildPatients, buildRelatives } from './world/patients.ts';
import { buildStaff } from './world/staff.ts';

function peopleOf(seed: string): DirectorySource {
  const root = createPrng(seed);
  const staff = buildStaff(root.fork('staff'));
  const patients = buildPatients(root.fork('patients'), staff);
  return { staff, patients, relatives: buildRelatives(root.fork('relatives'), patients) };
}

const persons = personsOf(peopleOf('1'), '1');

describe('the directory', () => {
  it('is the same for the same seed', () => {
    expect(personsOf(peopleOf('1'), '1')).toEqual(persons);
  });

  it('gives everyone a sub, a user name, an e-mail and a password of their own', () => {
    const keys = ['sub', 'username', 'password', 'email'] as const;
    const counts = keys.map((key) => new Set(persons.map((person) => person[key].toLowerCase())).size);
    expect(counts).toEqual(keys.map(() => persons.length));
  });

  it('has user names that the service model allows', () => {
    for (const { username } of persons) expect(username).toMatch(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u);
  });

  it('has a compliance officer, support, and an administrator for each clinic who can sign in', () => {
    const ready = persons.filter(
      (person) => person.enabled && person.status === 'CONFIRMED' && person.totpSecret !== undefined,
    );
    const clinicsWith = (group: string): (string | undefined)[] =>
      ready.filter((person) => person.groups.some((one) => one === group)).map((person) => person.clinicId);
    expect(new Set(clinicsWith('medminder-admin'))).toEqual(
      new Set(['harbor-light', 'mesa-verde', 'saint-brigid']),
    );
    expect(clinicsWith('medminder-compliance')).toContain(undefined);
    expect(clinicsWith('medminder-support')).toContain(undefined);
  });

  it('has one operator of each kind that cannot sign in yet', () => {
    const operators = persons.filter(isOperator);
    expect(operators.filter((person) => !person.enabled)).toHaveLength(1);
    expect(operators.filter((person) => person.status === 'FORCE_CHANGE_PASSWORD')).toHaveLength(1);
    expect(
      operators.filter((person) => person.status === 'CONFIRMED' && person.totpSecret === undefined),
    ).toHaveLength(1);
    expect(persons.findIndex((person) => !isOperator(person))).toBe(operators.length);
  });

  it('gives authenticators secrets of 160 bits, as RFC 4226 recommends', () => {
    const secrets = persons.flatMap((person) => person.totpSecret ?? []);
    expect(new Set(secrets).size).toBe(secrets.length);
    for (const secret of secrets) expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
  });
});
