import path from 'node:path';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { diskFiles, replaceDurably, type FilePort } from '../vault/file-port.ts';
import { readJson, settingsFrom } from './parse-settings.ts';
import { isProfileId } from './profile-id.ts';

/** No profile id has an underscore. */
const ACTIVE_FILE = '_active.json';
const ENDING = '.json';

/** A profile's file: its settings, or why they cannot be used (`settings/invalid`). */
export type StoredProfile =
  | { readonly id: string; readonly settings: Settings }
  | { readonly id: string; readonly fault: AppError };

export interface StoredProfiles {
  readonly all: readonly StoredProfile[];
  /** The id that was chosen last; null before a choice. */
  readonly activeId: string | null;
}

/**
 * The profiles of this machine's user: `<userData>/profiles/<id>.json` and beside them the id of the active one. Files are
 * replaced at once and for their owner alone; a crash leaves the old or the new.
 */
export class ProfileFiles {
  readonly #dir: string;
  readonly #older: string;
  readonly #files: FilePort;

  constructor(userDataDir: string, files: FilePort = diskFiles) {
    this.#dir = path.join(userDataDir, 'profiles');
    this.#older = path.join(userDataDir, 'settings.json');
    this.#files = files;
  }

  /** @throws `settings/missing` if the folder cannot be read, `settings/write-failed` if a take-over fails */
  async read(): Promise<StoredProfiles> {
    const names = await this.#names();
    const found = names
      .filter((name) => name.endsWith(ENDING) && isProfileId(name.slice(0, -ENDING.length)))
      .map((name) => name.slice(0, -ENDING.length))
      .toSorted();
    const ids = found.length > 0 ? found : await this.#takeOver();
    const [all, activeId] = await Promise.all([
      Promise.all(ids.map(async (id) => this.#readOne(id))),
      names.includes(ACTIVE_FILE) ? this.#readActive() : null,
    ]);
    return { all, activeId };
  }

  /** @throws `settings/write-failed` */
  async write(id: string, settings: Settings): Promise<void> {
    await this.#replace(this.#fileOf(id), settings);
  }

  /** @throws `settings/write-failed` */
  async writeActive(id: string): Promise<void> {
    await this.#replace(path.join(this.#dir, ACTIVE_FILE), { profileId: id });
  }

  /** Takes the choice back. @throws `settings/write-failed` */
  async forgetActive(): Promise<void> {
    await this.#remove(path.join(this.#dir, ACTIVE_FILE));
  }

  /** @throws `settings/write-failed` */
  async remove(id: string): Promise<void> {
    await this.#remove(this.#fileOf(id));
  }

  async #remove(file: string): Promise<void> {
    try {
      await this.#files.remove(file);
      await this.#files.syncFolder(this.#dir);
    } catch (cause) {
      throw writeFailed(cause);
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return (await this.#files.list(this.#dir)) ?? [];
    } catch (cause) {
      throw new AppError('settings/missing', 'The folder of the profiles cannot be read.', { cause });
    }
  }

  async #readOne(id: string): Promise<StoredProfile> {
    try {
      const bytes = await this.#files.read(this.#fileOf(id));
      if (bytes === null) throw new AppError('settings/missing', 'The profile is gone.');
      return { id, settings: settingsFrom(readJson(bytes)) };
    } catch (error) {
      const fault = isAppError(error)
        ? new AppError(error.code, error.message, { detail: { ...error.detail, profile: id } })
        : new AppError('settings/missing', 'The profile cannot be read.', { detail: { profile: id } });
      return { id, fault };
    }
  }

  /** An unreadable note of the choice counts as none: the choice can be made again. */
  async #readActive(): Promise<string | null> {
    try {
      const bytes = await this.#files.read(path.join(this.#dir, ACTIVE_FILE));
      const json = bytes === null ? null : readJson(bytes);
      const id = typeof json === 'object' && json !== null && 'profileId' in json ? json.profileId : null;
      return typeof id === 'string' && isProfileId(id) ? id : null;
    } catch {
      return null;
    }
  }

  /**
   * Where there is no profile, a `settings.json` as versions before profiles read it becomes the first one, by a rename,
   * which happens wholly or not at all.
   */
  async #takeOver(): Promise<readonly string[]> {
    if ((await this.#files.read(this.#older)) === null) return [];
    const id = 'settings';
    try {
      await this.#files.makeFolder(this.#dir);
      await this.#files.rename(this.#older, this.#fileOf(id));
      await this.#files.syncFolder(this.#dir);
      await this.#files.syncFolder(path.dirname(this.#dir));
    } catch (cause) {
      throw writeFailed(cause);
    }
    return [id];
  }

  async #replace(file: string, json: object): Promise<void> {
    try {
      await this.#files.makeFolder(this.#dir);
      await replaceDurably(this.#files, file, Buffer.from(`${JSON.stringify(json, null, 2)}\n`));
    } catch (cause) {
      throw writeFailed(cause);
    }
  }

  #fileOf(id: string): string {
    // SECURITY: docs/threat-model.md#settings — an id names a file of this folder and nothing else.
    if (!isProfileId(id)) throw new AppError('settings/not-found', 'There is no such profile.');
    return path.join(this.#dir, id + ENDING);
  }
}

function writeFailed(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return new AppError('settings/write-failed', 'The settings could not be written.', {
    cause,
    detail: { reason: isAppError(cause) ? String(cause.detail?.['errno'] ?? cause.code) : code },
  });
}
