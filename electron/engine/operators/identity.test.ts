import { describe, expect, it } from 'vitest';
import { identityOf, operatorOf } from './identity.ts';

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
