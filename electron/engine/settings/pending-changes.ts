import path from 'node:path';
import { z } from 'zod';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import { AppError } from '../../../shared/errors.ts';
import { diskFiles, replaceDurably, type FilePort } from '../vault/file-port.ts';
import { readJson } from './parse-settings.ts';

/** No profile id has an underscore. */
const FILE = '_pending.json';
const MAX_KEPT = 200;
const MAX_ABOUT = 1_000;
const MAX_BYTES = 512 * 1024;

interface Change {
  readonly at: string;
  readonly action: 'C' | 'U' | 'D';
  readonly about: string;
}

/**
 * Changes to the settings that wait for somebody to sign in, for only then there is a log to write them into. The note holds
 * addresses and names of fields, no secret. At most 200 changes are kept in words, the others are counted.
 */
export class PendingChanges {
  readonly #file: string;
  readonly #files: FilePort;
  readonly #now: () => number;
  /** False once it is known that nothing waits: a sign-in then costs no look at the disk. */
  #mayWait = true;
  #recording: Promise<void> | null = null;

  constructor(userDataDir: string, options: { readonly files?: FilePort; readonly now?: () => number } = {}) {
    this.#file = path.join(userDataDir, 'profiles', FILE);
    this.#files = options.files ?? diskFiles;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Notes a change before it is made: a change that cannot be noted is not made.
   *
   * @returns takes the note back where the change failed
   * @throws `settings/write-failed`
   */
  async note(action: Change['action'], about: string): Promise<() => Promise<void>> {
    const before = await this.#read();
    const change = { at: new Date(this.#now()).toISOString(), action, about: about.slice(0, MAX_ABOUT) };
    const kept = [...before.kept, change].slice(-MAX_KEPT);
    await this.#write({ kept, dropped: before.dropped + before.kept.length + 1 - kept.length });
    return async () => this.#write(before);
  }

  /**
   * Hands every noted change to the log, oldest first, and forgets them when the last is written: a crash in between writes
   * some twice and loses none.
   */
  async record(write: (entry: ActionEntry) => Promise<void>): Promise<void> {
    if (!this.#mayWait) return;
    this.#recording ??= this.#recordAll(write).finally(() => {
      this.#recording = null;
    });
    return this.#recording;
  }

  async #recordAll(write: (entry: ActionEntry) => Promise<void>): Promise<void> {
    const { kept, dropped } = await this.#read();
    if (dropped > 0) await write(entryOf('U', `${dropped} earlier changes, of which no words were kept`));
    for (const { at, action, about } of kept)
      await write(entryOf(action, `at ${at}, nobody signed in: ${about}`));
    if (kept.length + dropped > 0) await this.#files.remove(this.#file);
    this.#mayWait = false;
  }

  async #read(): Promise<Pending> {
    let bytes: Buffer | null;
    try {
      bytes = await this.#files.read(this.#file);
    } catch (cause) {
      throw new AppError('settings/write-failed', 'The note of changes cannot be read.', { cause });
    }
    if (bytes === null) return { kept: [], dropped: 0 };
    try {
      return pendingSchema().parse(readJson(bytes, MAX_BYTES));
    } catch {
      // Somebody's hand was on it: that is worth a line of its own.
      const at = new Date(this.#now()).toISOString();
      return { kept: [{ at, action: 'U', about: 'the note of earlier changes was unreadable' }], dropped: 0 };
    }
  }

  async #write(pending: Pending): Promise<void> {
    this.#mayWait = true;
    try {
      await this.#files.makeFolder(path.dirname(this.#file));
      await replaceDurably(this.#files, this.#file, Buffer.from(`${JSON.stringify(pending)}\n`));
    } catch (cause) {
      throw new AppError('settings/write-failed', 'The change could not be noted for the log.', { cause });
    }
  }
}

interface Pending {
  readonly kept: readonly Change[];
  readonly dropped: number;
}

/** Made when something waits, which at most starts nothing does. */
function pendingSchema() {
  return z.strictObject({
    kept: z
      .array(
        z.strictObject({
          at: z.iso.datetime(),
          action: z.enum(['C', 'U', 'D']),
          about: z.string().max(MAX_ABOUT),
        }),
      )
      .max(MAX_KEPT),
    dropped: z.int().nonnegative(),
  });
}

function entryOf(action: Change['action'], about: string): ActionEntry {
  return { kind: 'settings-change', action, about };
}
