import type { PoolGroup } from './groups.ts';

/** Where a person stands in the pool: the subset of Cognito's `UserStatusType` that the clinic uses. */
export type PersonStatus = 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

/**
 * One person who has an account in the demo pool. The secrets are in the clear on purpose: these people do not exist,
 * and the clinic's page of persons shows them.
 */
export interface Person {
  /** A UUID, as Cognito's `sub`. */
  readonly sub: string;
  readonly username: string;
  readonly password: string;
  /** Base32 (RFC 4648), or undefined where no authenticator is set up. */
  readonly totpSecret: string | undefined;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  /** The clinic they belong to (`custom:clinic`), or undefined for those who work for all. */
  readonly clinicId: string | undefined;
  readonly groups: readonly PoolGroup[];
  /** What they do, in words: "Compliance officer", "Nurse", "Patient". */
  readonly role: string;
  readonly enabled: boolean;
  readonly status: PersonStatus;
}
