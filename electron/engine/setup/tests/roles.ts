import { Failed, fieldsOf, type StepTest } from './finding.ts';

/** A group's name as Cognito takes it (CreateGroup, API reference). */
const GROUP_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/**
 * The groups are such as Cognito can have, and one for each role. Whether the pool has them is seen by nobody who has not
 * signed in, so the best that comes of it is `skipped`.
 */
export const testRoles: StepTest = async (draft) => {
  const { groups } = fieldsOf(draft, ['groups']);
  const entries = Object.entries(groups);
  const faults = entries.filter(([, group]) => !GROUP_NAME.test(group)).map(([role]) => `groups.${role}`);
  if (faults.length > 0) throw new Failed('test/fields-missing', { fields: faults.join(', ') });
  const shared = entries.find(([role, group]) =>
    entries.some(([other, otherGroup]) => other !== role && otherGroup === group),
  );
  if (shared !== undefined) {
    return { outcome: 'warning', code: 'test/roles-share-group', detail: { group: shared[1] } };
  }
  return { outcome: 'skipped', code: 'test/roles-distinct' };
};
