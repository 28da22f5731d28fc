import { invalidParameter } from '../service-error.ts';
import { attributesOf } from './attributes.ts';
import type { Account } from './users.ts';

/** The attributes ListUsers can search by (service model, `ListUsersRequest$Filter`); custom attributes are not. */
const SEARCHABLE = new Set([
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
]);

const PATTERN = /^\s*"?(?<name>[\w:]+)"?\s*(?<how>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$/;

function valueOf(account: Account, name: string): string | undefined {
  if (name === 'username') return account.person.username;
  if (name === 'cognito:user_status') return account.person.status;
  if (name === 'status') return account.enabled ? 'Enabled' : 'Disabled';
  return attributesOf(account.person).find((attribute) => attribute.Name === name)?.Value;
}

/** Compiles `AttributeName = "value"` or `AttributeName ^= "value"` (prefix); text compares without case, as in Cognito. */
export function compileFilter(filter: string): (account: Account) => boolean {
  const groups = PATTERN.exec(filter)?.groups;
  const name = groups?.['name'];
  const wanted = groups?.['value']?.replaceAll(/\\(.)/g, '$1').toLowerCase();
  if (groups === undefined || name === undefined || wanted === undefined) {
    throw invalidParameter('Error while parsing filter.');
  }
  if (!SEARCHABLE.has(name)) throw invalidParameter('One or more requested attributes are not searchable.');
  const isPrefix = groups['how'] === '^=';
  return (account) => {
    const value = valueOf(account, name)?.toLowerCase();
    return value !== undefined && (isPrefix ? value.startsWith(wanted) : value === wanted);
  };
}
