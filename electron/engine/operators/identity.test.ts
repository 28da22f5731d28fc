import { describe, expect, it } from 'vitest';
import { identityOf, operatorOf, seesOtherTrail } from './identity.ts';

const GROUPS = { compliance: 'medminder-compliance', admin: 'medminder-admin', support: 'medminder-support' };
const person = { sub: 's', username: 'dana', displayName: 'Dana', accessExpiresAtMs: 0, clinic: 'north' };

describe('identityOf', () => {
  it.each([
    [['medminder-compliance'], ['compliance'], null],
    [['medminder-support', 'nurses'], ['support'], null],
    [['medminder-admin'], ['admin'], 'north'],
    [['medminder-admin', 'medminder-compliance'], ['compliance', 'admin'], null],
  ])('%o → %o, clinic %s', (groups, roles, clinic) => {
    expect(identityOf({ ...person, groups }, GROUPS)).toMatchObject({ roles, clinic });
  });

  it.each([[[]], [['nurses']], [['MEDMINDER-ADMIN']], [['medminder-admin-x']]])('refuses %o', (groups) => {
    expect(() => identityOf({ ...person, groups }, GROUPS)).toThrow('opens the console');
  });

  it('refuses an administrator of no clinic', () => {
    expect(() => identityOf({ ...person, clinic: null, groups: ['medminder-admin'] }, GROUPS)).toThrow(
      'no clinic',
    );
  });
});

it('tells the page what the roles permit', () => {
  const identity = { sub: 's', username: 'u', displayName: 'U', roles: ['support' as const], clinic: null };
  expect(operatorOf(identity).permissions).toEqual(['desk.view', 'actions.view-own']);
});

describe('what was cached fits', () => {
  const of = (roles: readonly ('compliance' | 'admin' | 'support')[], clinic: string | null) => ({
    sub: 's',
    username: 'u',
    displayName: 'U',
    roles: [...roles],
    clinic,
  });
  it.each([
    ['the same role', of(['compliance'], null), of(['compliance'], null), false],
    ['the same clinic', of(['admin'], 'north'), of(['admin'], 'north'), false],
    ['another role more', of(['compliance'], null), of(['compliance', 'admin'], null), false],
    ['another clinic', of(['admin'], 'north'), of(['admin'], 'south'), true],
    ['one clinic after all', of(['compliance'], null), of(['admin'], 'north'), true],
    ['all clinics after one', of(['admin'], 'north'), of(['compliance'], null), true],
    ['no trail any more', of(['compliance'], null), of(['support'], null), true],
    ['a trail for the first time', of(['support'], null), of(['admin'], 'north'), false],
    ['a clinic named like a word', of(['admin'], 'null'), of(['compliance'], null), true],
  ])('%s', (_what, before, after, expected) => {
    expect(seesOtherTrail(before, after)).toBe(expected);
  });
});
