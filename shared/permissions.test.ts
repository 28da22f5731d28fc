import { describe, expect, it } from 'vitest';
import { MATRIX, mayDo, permissionsOf, PERMISSIONS, ROLES } from './permissions.ts';

describe('the role × permission matrix', () => {
  it('lets support see the desk and their own actions, and nothing of the audit trail', () => {
    expect(permissionsOf(['support'])).toEqual(['desk.view', 'actions.view-own']);
  });

  it('keeps the raw form to compliance officers', () => {
    expect(ROLES.filter((role) => mayDo([role], 'audit.view-raw'))).toEqual(['compliance']);
  });

  it('grants nothing to nobody', () => {
    expect(permissionsOf([])).toEqual([]);
  });

  it('names only known roles, and every permission has a row', () => {
    expect(Object.keys(MATRIX)).toEqual(Object.keys(PERMISSIONS));
    for (const roles of Object.values(MATRIX)) for (const role of roles) expect(ROLES).toContain(role);
  });
});
