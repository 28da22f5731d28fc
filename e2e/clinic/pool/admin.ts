import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { USER_POOL_ID } from '../config.ts';
import { POOL_GROUPS } from '../groups.ts';
import type { PoolGroup } from '../groups.ts';
import { ROLE_ARNS } from '../roles.ts';
import { invalidParameter, resourceNotFound, ServiceError } from '../service-error.ts';
import { attributesOf, mfaOf } from './attributes.ts';
import type { AdminListGroupsForUserRequest, AdminUserRequest, ListUsers } from './requests.ts';
import type { Revocations } from './revocations.ts';
import { compileFilter } from './user-filter.ts';
import type { Account, Users } from './users.ts';

const PAGE = 60;
/** When the demo pool was made, in AWS JSON's seconds since the epoch. */
const CREATED_S = Date.UTC(2024, 2, 4) / 1000;

const DESCRIPTIONS: Readonly<Record<PoolGroup, string>> = {
  'medminder-compliance': 'Compliance officers: the audit trail of every clinic',
  'medminder-admin': 'Clinic administrators: access in their own clinic',
  'medminder-support': 'Support: find a person, force a logout',
  'medminder-clinician': 'Clinical and front-desk staff: no console',
  'medminder-patient': 'Patients and their families: no console',
};

function groupType(group: PoolGroup): object {
  const roleArn = ROLE_ARNS[group];
  return {
    GroupName: group,
    UserPoolId: USER_POOL_ID,
    Description: DESCRIPTIONS[group],
    ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
    Precedence: POOL_GROUPS.indexOf(group),
    LastModifiedDate: CREATED_S,
    CreationDate: CREATED_S,
  };
}

type AdminUser = z.infer<typeof AdminUserRequest>;

function page<T>(
  items: readonly T[],
  limit: number,
  token: string | undefined,
): { readonly items: readonly T[]; readonly next?: string } {
  const start =
    token === undefined
      ? 0
      : Number(
          Buffer.from(token, 'base64url')
            .toString('utf8')
            .replace(/^from:/, ''),
        );
  if (!Number.isSafeInteger(start) || start < 0) throw invalidParameter('Invalid pagination token given.');
  const end = start + limit;
  const shown = items.slice(start, end);
  return end < items.length
    ? { items: shown, next: Buffer.from(`from:${end}`, 'utf8').toString('base64url') }
    : { items: shown };
}

/** The operations that an administrator's AWS credentials open. */
export class PoolAdmin {
  readonly #users: Users;
  readonly #revocations: Revocations;
  readonly #clock: Clock;

  constructor(users: Users, revocations: Revocations, clock: Clock) {
    this.#users = users;
    this.#revocations = revocations;
    this.#clock = clock;
  }

  /** AdminGetUser. */
  getUser(request: AdminUser): object {
    const account = this.#find(request);
    return {
      Username: account.person.username,
      UserAttributes: attributesOf(account.person),
      ...mfaOf(account.person),
      ...this.#standing(account),
    };
  }

  /** AdminUserGlobalSignOut: see GlobalSignOut; tokens already out stay valid wherever only their signature is checked. */
  signOut(request: AdminUser): object {
    this.#revocations.signOut(this.#find(request).person.sub, this.#clock.now());
    return {};
  }

  /** AdminDisableUser: no new sign-in, and access tokens are revoked at the pool. */
  disable(request: AdminUser): object {
    const { sub } = this.#find(request).person;
    this.#users.setEnabled(sub, false);
    this.#revocations.signOut(sub, this.#clock.now());
    return {};
  }

  /** AdminEnableUser: signing in works again; what was revoked stays revoked. */
  enable(request: AdminUser): object {
    this.#users.setEnabled(this.#find(request).person.sub, true);
    return {};
  }

  /** AdminListGroupsForUser. */
  listGroups(request: z.infer<typeof AdminListGroupsForUserRequest>): object {
    const { person } = this.#find(request);
    const groups = POOL_GROUPS.filter((group) => person.groups.includes(group)).map((group) =>
      groupType(group),
    );
    const shown = page(
      groups,
      request.Limit === undefined || request.Limit === 0 ? PAGE : request.Limit,
      request.NextToken,
    );
    return { Groups: shown.items, ...(shown.next === undefined ? {} : { NextToken: shown.next }) };
  }

  /** ListUsers: 60 a page at most, one filter. */
  listUsers(request: ListUsers): object {
    this.#requirePool(request.UserPoolId);
    const matches =
      request.Filter === undefined || request.Filter === ''
        ? (): boolean => true
        : compileFilter(request.Filter);
    const limit = request.Limit === undefined || request.Limit === 0 ? PAGE : request.Limit;
    const shown = page(this.#users.all().filter(matches), limit, request.PaginationToken);
    const wanted = request.AttributesToGet;
    const users = shown.items.map((account) => ({
      Username: account.person.username,
      Attributes: attributesOf(account.person).filter(
        ({ Name }) => wanted === undefined || wanted.includes(Name),
      ),
      ...this.#standing(account),
    }));
    return { Users: users, ...(shown.next === undefined ? {} : { PaginationToken: shown.next }) };
  }

  #standing(account: Account): object {
    return {
      UserCreateDate: CREATED_S,
      UserLastModifiedDate: CREATED_S,
      Enabled: account.enabled,
      UserStatus: account.person.status,
    };
  }

  #requirePool(userPoolId: string): void {
    if (userPoolId !== USER_POOL_ID) throw resourceNotFound(`User pool ${userPoolId} does not exist.`);
  }

  #find(request: AdminUser): Account {
    this.#requirePool(request.UserPoolId);
    // An administrator may name somebody by `sub` too, as AdminGetUser documents.
    const account = this.#users.find(request.Username) ?? this.#users.bySub(request.Username);
    if (!account) throw new ServiceError('UserNotFoundException', 'User does not exist.');
    return account;
  }
}
