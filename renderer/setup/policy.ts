import type { Profile, Setup } from '../../shared/domain/setup.ts';
import type { Failure } from '../errors/failure.ts';
import { FIELD_NAMES, type FieldName } from './fields.ts';
import { valuesOf, type Values } from './form.ts';

/** The fields that a policy fixes; with `groups` all three of them. */
export function fixedFields(policy: Setup['policy']): ReadonlySet<FieldName> {
  return new Set(FIELD_NAMES.filter((name) => Object.hasOwn(policy.fixed, name.split('.')[0] ?? name)));
}

/** What the form shows under a policy: its values win. */
export function underPolicy(values: Values, policy: Setup['policy']): Values {
  const fixed = fixedFields(policy);
  const wins = valuesOf(policy.fixed);
  return Object.fromEntries(
    FIELD_NAMES.map((name) => [name, (fixed.has(name) ? wins : values)[name]]),
  ) as Values;
}

/** Why nothing can be changed here, in words; null where it can. `behindLock`: somebody's session waits to be unlocked. */
export function lockedBecause(setup: Setup, behindLock: boolean): string | null {
  if (behindLock) {
    return 'Somebody is signed in and the desk is locked. Go back and choose “Sign in with a code”: that ends their session, and then the connections can be changed.';
  }
  if (setup.fixedByCommandLine) {
    return 'The connections were given on the command line when the console was started, so they cannot be changed here. Start it without that option to change them.';
  }
  if (setup.policy.error !== null) {
    return 'The policy file of your organisation cannot be read, so nothing can be changed until it is mended.';
  }
  return null;
}

/** Why no connections can be added, in words; null where they can. */
export function mayNotAddBecause(setup: Setup, behindLock: boolean): string | null {
  const locked = lockedBecause(setup, behindLock);
  if (locked !== null || setup.policy.mayAddProfiles) return locked;
  return 'Your organisation allows only the connections that it has set up itself.';
}

/** What may be done with one set of connections. The one in use goes only as the last one. */
export function mayDoWith(
  setup: Setup,
  profile: Profile,
  behindLock: boolean,
): { readonly use: boolean; readonly test: boolean; readonly edit: boolean; readonly remove: boolean } {
  const open = lockedBecause(setup, behindLock) === null;
  const edit = open && !profile.managed;
  return {
    use: open,
    test: !behindLock,
    edit,
    remove: edit && (!profile.active || setup.profiles.length === 1),
  };
}

const POLICY_REASONS: Readonly<Record<string, string>> = {
  unreadable: 'The file is there and cannot be read by this account.',
  'not-a-file': 'What stands in its place is not a file.',
  'not-roots':
    'The file does not belong to the administrator of this computer, so anybody may have written it.',
  'writable-by-others': 'Others than its owner may write the file, so anybody may have changed it.',
  'folder-writable-by-others':
    'Others than the administrator may write its folder, so anybody may have put the file there.',
};

/** What is wrong with a policy file, in words. */
export function policyFault(error: Failure): string {
  const { reason, fields } = error.detail ?? {};
  if (typeof fields === 'string') return `These fields of it are not valid: ${fields}.`;
  return POLICY_REASONS[String(reason)] ?? 'It does not pass its check.';
}
