import type { Settings } from '../../../shared/domain/settings.ts';
import type { Profile, Setup } from '../../../shared/domain/setup.ts';
import { AppError, isAppError, toErrorValue } from '../../../shared/errors.ts';
import type { EngineConfig } from '../../ipc/engine-messages.ts';
import { loadSettings } from './load-settings.ts';
import { NO_POLICY, readPolicy, underPolicy, type Policy } from './policy.ts';
import { ProfileFiles } from './profile-files.ts';

export type SettingsPlaces = Pick<EngineConfig, 'userDataDir' | 'settingsFile' | 'demoFile' | 'policy'>;

/**
 * What the console is to start on. `first-run`: nothing was chosen yet, or what was chosen cannot be used. `refused`: what the
 * command line names cannot be used, and nothing else may be.
 */
export type Chosen =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'first-run'; readonly reason: AppError | null }
  | { readonly kind: 'refused'; readonly reason: AppError };

/** Policy, profiles and command line, as they stand on the disk at one moment. */
export interface SettingsPage {
  readonly policy: Policy & { readonly error: AppError | null };
  /** Those that can be used, under the policy. */
  readonly profiles: readonly Profile[];
  /** Ids of all files, unusable ones among them. */
  readonly taken: ReadonlySet<string>;
  readonly chosen: Chosen;
}

/** Where the settings of this console come from: the command line, else the IT department, else this machine's user. */
export class SettingsBook {
  readonly files: ProfileFiles;
  readonly #places: SettingsPlaces;

  constructor(places: SettingsPlaces, files = new ProfileFiles(places.userDataDir)) {
    this.#places = places;
    this.files = files;
  }

  get fixedByCommandLine(): boolean {
    return this.#places.settingsFile !== null;
  }

  /**
   * Never rejects for the files' content, which is told in the page.
   *
   * @throws `settings/write-failed` if an older settings file cannot be taken over
   */
  async open(): Promise<SettingsPage> {
    const { settingsFile, policy: place } = this.#places;
    if (settingsFile !== null) {
      const [policy, given] = await Promise.all([policyAt(place), settled(loadSettings(settingsFile))]);
      return fromCommandLine(policy, given);
    }
    const [policy, stored] = await Promise.all([policyAt(place), this.files.read()]);
    return fromProfiles(policy, stored);
  }

  /** @throws `settings/write-failed` */
  async view(): Promise<Setup> {
    const [{ policy, profiles }, demo] = await Promise.all([this.open(), this.#demo()]);
    const { fixed, mayAddProfiles, error } = policy;
    return {
      profiles: [...profiles],
      demo: mayAddProfiles && error === null && !this.fixedByCommandLine ? demo : null,
      policy: { fixed: { ...fixed }, mayAddProfiles, error: error === null ? null : toErrorValue(error) },
      fixedByCommandLine: this.fixedByCommandLine,
    };
  }

  /** A demo clinic that is gone is not offered. */
  async #demo(): Promise<Settings | null> {
    const { demoFile } = this.#places;
    if (demoFile === null) return null;
    const demo = await settled(loadSettings(demoFile));
    return isAppError(demo) ? null : demo;
  }
}

type PolicyOrError = SettingsPage['policy'];

async function policyAt(place: SettingsPlaces['policy']): Promise<PolicyOrError> {
  try {
    return { ...(await readPolicy(place)), error: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    // Closed: with a policy that nobody can read, nothing is allowed.
    return { ...NO_POLICY, mayAddProfiles: false, error };
  }
}

async function settled(loading: Promise<Settings>): Promise<Settings | AppError> {
  try {
    return await loading;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

function fromCommandLine(policy: PolicyOrError, given: Settings | AppError): SettingsPage {
  const page = { policy, taken: new Set<string>() };
  const refused =
    policy.error ??
    (policy.mayAddProfiles
      ? null
      : new AppError('settings/locked-by-policy', 'The policy allows only the profiles that it names.'));
  if (refused !== null) return { ...page, profiles: [], chosen: { kind: 'refused', reason: refused } };
  if (isAppError(given)) return { ...page, profiles: [], chosen: { kind: 'refused', reason: given } };
  const settings = underPolicy(given, policy);
  const profile: Profile = { id: 'command-line', settings, managed: true, active: true };
  return { ...page, profiles: [profile], chosen: { kind: 'settings', settings } };
}

function fromProfiles(
  policy: PolicyOrError,
  { all, activeId }: Awaited<ReturnType<ProfileFiles['read']>>,
): SettingsPage {
  const managed = new Set(policy.profiles.map(({ id }) => id));
  const own = policy.mayAddProfiles ? all.filter(({ id }) => !managed.has(id)) : [];
  const usable = [
    ...policy.profiles.map((profile) => ({ ...profile, managed: true })),
    ...own.flatMap((profile) => ('settings' in profile ? [{ ...profile, managed: false }] : [])),
  ];
  const taken = new Set([...managed, ...all.map(({ id }) => id)]);
  const ids = new Set([...managed, ...own.map(({ id }) => id)]);
  const id = activeId !== null && ids.has(activeId) ? activeId : onlyOne(ids);
  const profiles = usable.map((profile) => ({
    id: profile.id,
    settings: underPolicy(profile.settings, policy),
    managed: profile.managed,
    active: policy.error === null && profile.id === id,
  }));
  return { policy, profiles, taken, chosen: choose() };

  function choose(): Chosen {
    if (policy.error !== null) return { kind: 'first-run', reason: policy.error };
    const active = profiles.find((profile) => profile.active);
    if (active !== undefined) return { kind: 'settings', settings: active.settings };
    const broken = own.find((profile) => profile.id === id);
    return {
      kind: 'first-run',
      reason: broken !== undefined && 'fault' in broken ? broken.fault : null,
    };
  }
}

function onlyOne(ids: ReadonlySet<string>): string | null {
  const [first, ...others] = ids;
  return first === undefined || others.length > 0 ? null : first;
}
