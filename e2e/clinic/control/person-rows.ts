import { isOperator } from '../directory.ts';
import type { LiveCode, Pool } from '../pool/pool.ts';
import type { Account } from '../pool/users.ts';

/** One person as `/_clinic/persons.json` gives them. Nothing like it exists for a real pool. */
export interface PersonRow {
  readonly sub: string;
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly clinicId: string | null;
  readonly groups: readonly string[];
  readonly operator: boolean;
  readonly enabled: boolean;
  readonly status: string;
  readonly totpSecret: string | null;
  readonly mfa: LiveCode | null;
}

function rowOf(account: Account, pool: Pool): PersonRow {
  const { person, enabled } = account;
  return {
    sub: person.sub,
    username: person.username,
    password: person.password,
    name: `${person.givenName} ${person.familyName}`.trim(),
    email: person.email,
    role: person.role,
    clinicId: person.clinicId ?? null,
    groups: person.groups,
    operator: isOperator(person),
    enabled,
    status: person.status,
    totpSecret: person.totpSecret ?? null,
    mfa: pool.liveCode(person) ?? null,
  };
}

/** Operators first, then staff; patients and their families only if asked for, for there are thousands. */
export function personRows(pool: Pool, everybody: boolean): readonly PersonRow[] {
  return pool
    .accounts()
    .filter((account) => everybody || !account.person.groups.includes('medminder-patient'))
    .map((account) => rowOf(account, pool));
}
