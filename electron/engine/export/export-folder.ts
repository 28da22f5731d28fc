// SECURITY: docs/threat-model.md#files — names are hashes, so nothing of an event becomes a path.
import { constants } from 'node:fs';
import { link, lstat, open, readdir, rename, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';

export type Written = 'written' | 'there-already' | 'name-taken';

const OWNER_ONLY = 0o600;
/** Neither does a link lead elsewhere, nor does a pipe hold the export up; Windows has neither flag. */
const READ_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/** The folder that an export writes into. Every file appears whole under its name, or not at all. */
export class ExportFolder {
  readonly #folder: string;
  readonly #mark: string;
  #count = 0;

  /** @param exportId tells the unfinished files of this export from those of others */
  constructor(folder: string, exportId: string) {
    this.#folder = folder;
    this.#mark = `.${exportId}-`;
  }

  /** Removes what an earlier run of this export left unfinished. @throws files/not-writable */
  async begin(): Promise<void> {
    try {
      const names = await readdir(this.#folder);
      for (const name of names.filter((each) => each.startsWith(this.#mark))) {
        await unlink(path.join(this.#folder, name));
      }
    } catch (error) {
      throw writeFailure(error);
    }
  }

  /**
   * Writes one file, durable when {@link settle} has resolved. A file of that name is never replaced.
   *
   * @throws files/not-writable, files/disk-full
   */
  async write(name: string, bytes: Uint8Array): Promise<Written> {
    const target = path.join(this.#folder, name);
    try {
      return (await compare(target, bytes)) ?? (await this.#writeNew(target, bytes));
    } catch (error) {
      throw writeFailure(error);
    }
  }

  async #writeNew(target: string, bytes: Uint8Array): Promise<Written> {
    this.#count += 1;
    const unfinished = path.join(this.#folder, `${this.#mark}${this.#count}.partial`);
    try {
      const file = await open(unfinished, NEW_FILE, OWNER_ONLY);
      try {
        await file.writeFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
      return await giveName(unfinished, target, bytes);
    } finally {
      await unlink(unfinished).catch(() => undefined);
    }
  }

  /** Makes the names durable that were given so far. @throws files/not-writable */
  async settle(): Promise<void> {
    // Windows opens no folder; NTFS keeps names in its log by itself.
    if (process.platform === 'win32') return;
    try {
      const folder = await open(this.#folder, constants.O_RDONLY | constants.O_DIRECTORY);
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    } catch (error) {
      throw writeFailure(error);
    }
  }
}

/** A link fails where the name is taken, as a renaming would not; some file systems of sticks and shares know no links. */
async function giveName(unfinished: string, target: string, bytes: Uint8Array): Promise<Written> {
  try {
    await link(unfinished, target);
    return 'written';
  } catch {
    const taken = await compare(target, bytes);
    if (taken !== null) return taken;
    await rename(unfinished, target);
    return 'written';
  }
}

/** What stands under a name: null for nothing. Rejects where that cannot be seen. */
async function compare(target: string, bytes: Uint8Array): Promise<Exclude<Written, 'written'> | null> {
  let file: FileHandle;
  try {
    file = await open(target, READ_FILE);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    // A link, or a file that may not be read, is there all the same; where nothing can be seen, the folder is at fault.
    await lstat(target);
    return 'name-taken';
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size !== bytes.length) return 'name-taken';
    return Buffer.compare(bytes, await file.readFile()) === 0 ? 'there-already' : 'name-taken';
  } catch {
    return 'name-taken';
  } finally {
    await file.close();
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Without the folder's name: a person knows it, and a log must not. */
export function writeFailure(error: unknown): AppError {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new AppError('files/disk-full', 'There is no room left for the export.')
    : new AppError('files/not-writable', 'The export cannot be written.', {
        detail: { cause: code ?? 'unknown' },
      });
}
