import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';

/** The few file operations that the vault needs, each a step that a test can cut. */
export interface FilePort {
  /** The file's bytes, or null if there is none. */
  read(path: string): Promise<Buffer | null>;
  /** Creates or truncates, writes, and waits until the bytes are on the disk (fsync). */
  writeSynced(path: string, bytes: Uint8Array): Promise<void>;
  /** Replaces the target at once. */
  rename(from: string, to: string): Promise<void>;
  /** Waits until the names in a folder are on the disk (fsync of the folder). */
  syncFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** The names in a folder, or null if there is none. */
  list(path: string): Promise<readonly string[] | null>;
}

/** True when the failed write may already have replaced the file, so that the state on the disk is not known. */
export class UncertainWrite extends Error {
  constructor(cause: unknown) {
    super('The file may or may not have been replaced.', { cause });
    this.name = 'UncertainWrite';
  }
}

/**
 * Replaces a file so that a crash at any point leaves the old bytes or the new ones.
 *
 * @throws `store/disk-full` or `store/write-failed` while the old file is certainly in place; {@link UncertainWrite} after
 */
export async function replaceDurably(files: FilePort, path: string, bytes: Uint8Array): Promise<void> {
  const fresh = `${path}.new`;
  try {
    await files.writeSynced(fresh, bytes);
    await files.rename(fresh, path);
  } catch (cause) {
    throw toWriteError(cause);
  }
  try {
    await files.syncFolder(dirname(path));
  } catch (cause) {
    throw new UncertainWrite(cause);
  }
}

/** Gives a failed file operation its code; the path is left out of the words. */
export function toWriteError(cause: unknown): AppError {
  const code = errnoOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('store/disk-full', 'The disk is full; the keys were left as they are.', { cause });
  }
  return new AppError('store/write-failed', 'A file of the vault could not be written.', {
    cause,
    detail: { errno: code ?? 'unknown' },
  });
}

function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

async function orNull<T>(run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The real disk. Files are readable by their owner only. */
export const diskFiles: FilePort = {
  read: (path) => orNull(() => readFile(path)),

  async writeSynced(path, bytes) {
    const handle = await open(path, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },

  async rename(from, to) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await rename(from, to);
        return;
      } catch (error) {
        // On Windows a virus scanner holds a fresh file for a moment.
        const busy =
          process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(errnoOf(error) ?? '');
        if (!busy || attempt === 10) throw error;
        await delay(attempt * 20);
      }
    }
  },

  async syncFolder(path) {
    // Windows cannot open a folder for this; NTFS journals the rename itself.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },

  remove: (path) => rm(path, { force: true }),

  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },

  list: (path) => orNull(() => readdir(path)),
};
