import { isDeepStrictEqual } from 'node:util';
import type { SessionState } from '../../../shared/domain/session.ts';
import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import type { Profile, Setup, TestResult, TestStep } from '../../../shared/domain/setup.ts';
import { AppError } from '../../../shared/errors.ts';
import { chooseSettingsFile, type Choose } from '../files/chooser.ts';
import { draftFrom, readJson, type PreparedFile } from '../settings/parse-settings.ts';
import type { PendingChanges } from '../settings/pending-changes.ts';
import { profileIdFor } from '../settings/profile-id.ts';
import type { SettingsBook, SettingsPage } from '../settings/settings-book.ts';
import { inWords } from './in-words.ts';

export interface SetupDeskParts {
  readonly book: SettingsBook;
  readonly pending: Pick<PendingChanges, 'note'>;
  readonly choose: Choose;
  readonly state: () => SessionState;
  /** Runs one change of what this console starts on after the other. */
  readonly inTurn: <T>(change: () => Promise<T>) => Promise<T>;
  /**
   * Ends the services, builds them on other settings (null: none, the first run), and when that worked, runs `commit`. Where
   * either fails, the console begins again on what is on the disk, and the failure is thrown.
   */
  readonly beginOn: (settings: Settings | null, commit: () => Promise<void>) => Promise<void>;
}

/** First run and settings: the sets of connections of this machine, their tests, and which one is in use. */
export class SetupDesk {
  readonly #parts: SetupDeskParts;

  constructor(parts: SetupDeskParts) {
    this.#parts = parts;
  }

  async view(): Promise<Setup> {
    return this.#parts.book.view();
  }

  /** @throws `settings/not-now`; what is wrong with the connections is no error but the result */
  async test(draft: Readonly<Record<string, unknown>>, step: TestStep): Promise<TestResult> {
    this.#refuseWhileInUse();
    const { policy } = await this.#parts.book.open();
    // Half of the engine's code comes along: nobody else needs it before a sign-in.
    const { runTest } = await import('./tests/run-test.ts');
    return runTest({ ...draft, ...policy.fixed }, step);
  }

  /** @throws `settings/not-now`, `settings/locked-by-policy`, `settings/not-found`, `settings/write-failed` */
  async save(profileId: string | undefined, settings: Settings): Promise<Profile> {
    const { book, beginOn, state } = this.#parts;
    return this.#change(async (page) => {
      refuseFixed(page, settings);
      const before = profileId === undefined ? null : ownProfile(page, profileId);
      if (before === null && !page.policy.mayAddProfiles) {
        throw new AppError('settings/locked-by-policy', 'The policy allows no other profiles.');
      }
      const id = before?.id ?? profileIdFor(settings.label, page.taken);
      const write = async (): Promise<void> => {
        // The only profile is in use without having been chosen; beside another it must have been.
        const inUse = page.profiles.find(({ active }) => active);
        if (before === null && inUse !== undefined && state().kind !== 'setup')
          await book.files.writeActive(inUse.id);
        await book.files.write(id, settings);
      };
      await this.#noted(before === null ? 'C' : 'U', inWords.save(id, settings, before), async () =>
        before?.active === true ? beginOn(settings, write) : write(),
      );
      return { id, settings, managed: false, active: before?.active ?? false };
    });
  }

  /** @throws `settings/not-now`, `settings/not-found`, `settings/write-failed`, and why the services cannot start on it */
  async use(profileId: string): Promise<SessionState> {
    const { book, beginOn, state } = this.#parts;
    return this.#change(async (page) => {
      const profile = profileOf(page, profileId);
      if (profile.active && page.chosen.kind === 'settings' && state().kind === 'signed-out') return state();
      await this.#noted('U', inWords.use(profile), async () =>
        beginOn(profile.settings, async () => book.files.writeActive(profileId)),
      );
      return state();
    });
  }

  /**
   * Forgets a profile; the one in use only where it is the last, which leads back to the first run.
   *
   * @throws `settings/not-now`, `settings/locked-by-policy`, `settings/not-found`, `settings/write-failed`
   */
  async remove(profileId: string): Promise<Setup> {
    const { book, beginOn } = this.#parts;
    return this.#change(async (page) => {
      const profile = ownProfile(page, profileId);
      if (profile.active && page.profiles.length > 1) {
        throw new AppError('settings/not-now', 'Another profile must be chosen first.', {
          detail: { reason: 'in-use' },
        });
      }
      const remove = async (): Promise<void> => {
        if (profile.active) await book.files.forgetActive();
        await book.files.remove(profileId);
      };
      await this.#noted('D', inWords.remove(profile), async () =>
        profile.active ? beginOn(null, remove) : remove(),
      );
      return book.view();
    });
  }

  /** @throws `settings/not-now`, `files/unreadable`, `settings/invalid` where the file is no JSON object */
  async chooseFile(): Promise<({ readonly name: string } & PreparedFile) | null> {
    this.#refuseWhileInUse();
    const file = await chooseSettingsFile(this.#parts.choose);
    return file === null ? null : { name: file.name.slice(0, 255), ...draftFrom(readJson(file.bytes)) };
  }

  async #change<T>(change: (page: SettingsPage) => Promise<T>): Promise<T> {
    const { book, inTurn } = this.#parts;
    return inTurn(async () => {
      this.#refuseWhileInUse();
      if (book.fixedByCommandLine) {
        throw new AppError('settings/not-now', 'The settings were given on the command line.', {
          detail: { reason: 'command-line' },
        });
      }
      const page = await book.open();
      if (page.policy.error !== null) throw page.policy.error;
      return change(page);
    });
  }

  /** The note comes first: a change that no log will ever tell of is not made. */
  async #noted(action: 'C' | 'U' | 'D', about: string, change: () => Promise<void>): Promise<void> {
    const takeBack = await this.#parts.pending.note(action, about);
    try {
      await change();
    } catch (error) {
      // A note too many tells of what was tried; the failure itself is what counts here.
      await takeBack().catch(() => undefined);
      throw error;
    }
  }

  /**
   * SECURITY: docs/threat-model.md#settings — while somebody's session is open or waits behind the lock, nothing of this is
   * theirs to change by whoever passes by, and the page, which then holds a trail, has no way to send requests anywhere.
   */
  #refuseWhileInUse(): void {
    const { kind } = this.#parts.state();
    if (kind !== 'signed-in' && kind !== 'locked') return;
    throw new AppError('settings/not-now', 'Somebody is signed in.', { detail: { reason: kind } });
  }
}

function profileOf(page: SettingsPage, id: string): Profile {
  const profile = page.profiles.find((each) => each.id === id);
  if (profile === undefined) throw new AppError('settings/not-found', 'There is no such profile.');
  return profile;
}

function ownProfile(page: SettingsPage, id: string): Profile {
  const profile = profileOf(page, id);
  if (!profile.managed) return profile;
  throw new AppError('settings/locked-by-policy', 'The profile is managed by the IT department.');
}

function refuseFixed({ policy }: SettingsPage, settings: Settings): void {
  const fields = Object.keys(settingsSchema.shape).filter((name) => {
    const field = name as keyof Settings;
    return Object.hasOwn(policy.fixed, field) && !isDeepStrictEqual(policy.fixed[field], settings[field]);
  });
  if (fields.length === 0) return;
  throw new AppError('settings/locked-by-policy', 'The policy fixes other values.', {
    detail: { fields: fields.join(', ') },
  });
}
