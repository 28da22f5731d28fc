import { describe, expect, it } from 'vitest';
import { permissionsOf, ROLES, type Role } from '../../shared/permissions.ts';
import { desksOf } from './desks.ts';

const operator = (role: Role) => ({
  username: role,
  displayName: role,
  roles: [role],
  clinic: null,
  permissions: [...permissionsOf([role])],
});

describe('the rail', () => {
  it.each([
    ['compliance', ['trail', 'actions', 'jobs', 'desk']],
    ['admin', ['trail', 'actions', 'desk']],
    ['support', ['actions', 'desk']],
  ] as const)('%s sees %j', (role, desks) => {
    expect(desksOf(operator(role))).toEqual(desks);
  });

  it('has a desk for every role, so that nobody signs in to an empty page', () => {
    for (const role of ROLES) expect(desksOf(operator(role)).length).toBeGreaterThan(0);
  });
});
