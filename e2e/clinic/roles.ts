import { ACCOUNT_ID } from './config.ts';
import type { PoolGroup } from './groups.ts';

/** What a role's temporary credentials may call. Reading is for all desks; acting is for those who answer for it. */
const READ = ['ListUsers', 'AdminGetUser', 'AdminListGroupsForUser'] as const;

/** The IAM role of a group, if it has one: staff and patients have no business with the pool's admin API. */
export const ROLE_ARNS: Partial<Record<PoolGroup, string>> = {
  'medminder-compliance': `arn:aws:iam::${ACCOUNT_ID}:role/medminder-compliance`,
  'medminder-admin': `arn:aws:iam::${ACCOUNT_ID}:role/medminder-admin`,
  'medminder-support': `arn:aws:iam::${ACCOUNT_ID}:role/medminder-support`,
};

/** Actions of `cognito-idp` by role ARN: the one policy table of the demo account. */
export const ROLE_ACTIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [`arn:aws:iam::${ACCOUNT_ID}:role/medminder-compliance`, new Set<string>(READ)],
  [
    `arn:aws:iam::${ACCOUNT_ID}:role/medminder-admin`,
    new Set<string>([...READ, 'AdminUserGlobalSignOut', 'AdminDisableUser', 'AdminEnableUser']),
  ],
  [`arn:aws:iam::${ACCOUNT_ID}:role/medminder-support`, new Set<string>([...READ, 'AdminUserGlobalSignOut'])],
]);
