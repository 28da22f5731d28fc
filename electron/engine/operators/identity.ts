import { z } from 'zod';
import type { Operator } from '../../../shared/domain/session.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import { mayDo, permissionsOf, ROLES, type Role } from '../../../shared/permissions.ts';
import type { VerifiedIdentity } from '../cognito/token-verifier.ts';

/** Who an operator is, as it is kept in the encrypted store for opening offline. */
export const identitySchema = z.strictObject({
  sub: z.string(),
  username: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(ROLES)).min(1),
  clinic: z.string().nullable(),
});
export type Identity = z.infer<typeof identitySchema>;

/**
 * Gives a verified person the roles of their groups.
 *
 * @throws `auth/no-role` if none of the groups opens this console, or an administrator is bound to no clinic
 */
export function identityOf(verified: VerifiedIdentity, groups: Settings['groups']): Identity {
  const roles = ROLES.filter((role: Role) => verified.groups.includes(groups[role]));
  if (roles.length === 0) {
    throw new AppError('auth/no-role', 'None of the groups of this person opens the console.');
  }
  const spansClinics = roles.some((role) => role !== 'admin');
  if (!spansClinics && verified.clinic === null) {
    throw new AppError('auth/no-role', 'The administrator is bound to no clinic.', {
      detail: { reason: 'no-clinic' },
    });
  }
  const { sub, username, displayName, clinic } = verified;
  return { sub, username, displayName, roles, clinic: spansClinics ? null : clinic };
}

export function operatorOf({ username, displayName, roles, clinic }: Identity): Operator {
  return { username, displayName, roles, clinic, permissions: [...permissionsOf(roles)] };
}

/**
 * True if what was cached for `before` does not fit `after`: events of another clinic, or of all clinics, that the person
 * may no longer see, or a history that was fetched for one clinic and would have holes for all. Whoever could not search
 * has cached nothing.
 */
export function seesOtherTrail(before: Identity, after: Identity): boolean {
  const scopeOf = ({ roles, clinic }: Identity): string | null =>
    mayDo(roles, 'audit.search') ? JSON.stringify(clinic) : null;
  return scopeOf(before) !== null && scopeOf(before) !== scopeOf(after);
}
