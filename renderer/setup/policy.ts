import type { Profile, Setup } from '../../shared/domain/setup.ts';
import { FIELD_NAMES, type FieldName } from './fields.ts';
import { valuesOf, type Values } from './form.ts';

/** The fields that a policy fixes: named themselves, or within what is named (`groups`). */
export function fixedFields(policy: Setup['policy']): ReadonlySet<FieldName> {
  return new Set(
    FIELD_NAMES.filter((name) => {
      if (name in policy.fixed) return true;
      const [first = '', second] = name.split('.');
      const group = policy.fixed[first];
      return second !== undefined && typeof group === 'object' && group !== null && second in group;
    }),
  );
}

/** What the form shows under a policy: its values win. */
export function underPolicy(values: Values, policy: Setup['policy']): Values {
  const { fixed } = policy;
  const dotted = { ...valuesOf(fixed) };
  for (const name of FIELD_NAMES) {
    const value = fixed[name];
    if (name.includes('.') && typeof value === 'string') dotted[name] = value;
  }
  const wins = fixedFields(policy);
  return Object.fromEntries(
    FIELD_NAMES.map((name) => [name, (wins.has(name) ? dotted : values)[name]]),
  ) as Values;
}

/** Why nothing can be changed here, in words; null where it can. */
export function lockedBecause(setup: Setup): string | null {
  if (setup.fixedByCommandLine) {
    return 'The connections were given on the command line when the console was started, so they cannot be changed here. Start it without that option to change them.';
  }
  if (setup.policy.error !== null) {
    return 'The policy file of your organisation cannot be read, so nothing can be changed until it is mended.';
  }
  return null;
}

/** Why no connections can be added, in words; null where they can. */
export function mayNotAddBecause(setup: Setup): string | null {
  if (setup.policy.mayAddProfiles) return lockedBecause(setup);
  return 'Your organisation allows only the connections that it has set up itself.';
}

/** Why these connections cannot be changed or removed, in words; null where they can. */
export function mayNotChangeBecause(setup: Setup, profile: Profile): string | null {
  if (profile.managed) return 'Managed by your IT department: their file decides.';
  return lockedBecause(setup);
}
