import type { ResponseOf } from '../../shared/contract/calls.ts';
import type { Profile, Setup } from '../../shared/domain/setup.ts';
import { carriedOf, clean, newValues, valuesOf, type Draft, type Values } from './form.ts';

/** Which page of the set-up is shown. `check` tests connections that are kept already. */
export type Route =
  | { readonly at: 'list' | 'choose' | 'form' | 'test' | 'name' }
  | { readonly at: 'check'; readonly profile: Profile };

/** The connections that are being entered or changed. */
export interface Work {
  /** Null for new ones. */
  readonly profileId: string | null;
  readonly inUse: boolean;
  /** Entered step by step, not changed afterwards. */
  readonly guided: boolean;
  readonly values: Values;
  readonly carried: Draft;
  readonly file: { readonly name: string; readonly faults: readonly string[] } | null;
}

export const WORK_BEGINS: Work = {
  profileId: null,
  inUse: false,
  guided: true,
  values: newValues(),
  carried: {},
  file: null,
};

/** Where the set-up begins: with what there is, or with the question what to connect to. */
export function firstRoute(setup: Setup): Route {
  const nothing = setup.profiles.length === 0 && !setup.fixedByCommandLine && setup.policy.error === null;
  return { at: nothing ? 'choose' : 'list' };
}

export function ofProfile({ id, settings, active }: Profile): Work {
  return {
    profileId: id,
    inUse: active,
    guided: false,
    values: valuesOf(settings),
    carried: carriedOf(settings),
    file: null,
  };
}

/** What a settings file says; where it is silent, the defaults of a new form. */
export function ofFile({ name, draft, faults }: NonNullable<ResponseOf<'setup.chooseFile'>>): Work {
  const given = Object.entries(valuesOf(draft)).filter(([, text]) => text !== '');
  return {
    ...WORK_BEGINS,
    values: { ...newValues(), ...Object.fromEntries(given) },
    carried: carriedOf(draft),
    file: { name, faults },
  };
}

/** The values with a name to begin from, where there is none: the host of the audit server. */
export function withName(values: Values): Values {
  if (clean(values.label) !== '') return values;
  const host = URL.parse(clean(values.fhirBaseUrl))?.hostname ?? '';
  return { ...values, label: host.slice(0, 80) };
}
