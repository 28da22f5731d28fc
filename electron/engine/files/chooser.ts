import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { ChooseWhat, FromEngine } from '../../ipc/engine-messages.ts';
import { MAX_SETTINGS_BYTES } from '../settings/parse-settings.ts';

/** Shows the system's dialog; null where the person closed it, or another dialog is open already. */
export type Choose = (what: ChooseWhat) => Promise<readonly string[] | null>;

/** Asks the main process, which alone can show a dialog, and waits for the person however long they take. */
export class Chooser {
  readonly #send: (message: FromEngine) => void;
  readonly #open = new Map<number, (paths: readonly string[] | null) => void>();
  #nextId = 1;

  constructor(send: (message: FromEngine) => void) {
    this.#send = send;
  }

  readonly choose: Choose = async (what) =>
    new Promise((resolve) => {
      const id = this.#nextId++;
      this.#open.set(id, resolve);
      this.#send({ kind: 'choose', id, what });
    });

  /** The main process answers. */
  chosen(id: number, paths: readonly string[] | null): void {
    this.#open.get(id)?.(paths === null || paths.length === 0 ? null : paths);
    this.#open.delete(id);
  }
}

/** A small file that a person picked, for whoever needs what is in it and not where it is. */
export interface ChosenFile {
  /** Without the folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Lets a person pick a settings file and reads it; null where they closed the dialog. @throws `files/unreadable` */
export async function chooseSettingsFile(choose: Choose): Promise<ChosenFile | null> {
  const [file] = (await choose('settings-file')) ?? [];
  if (file === undefined) return null;
  return { name: path.basename(file), bytes: await readSmallFile(file) };
}

/** Neither a pipe, which would hold the engine up, nor more than the limit is read. */
async function readSmallFile(file: string): Promise<Uint8Array> {
  try {
    // O_NONBLOCK does not exist on Windows, where a pipe has another kind of path.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      if (!stats.isFile() || stats.size > MAX_SETTINGS_BYTES) throw new Error('Not a small file.');
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_SETTINGS_BYTES + 1), 0);
      if (bytesRead > MAX_SETTINGS_BYTES) throw new Error('The file grew.');
      return new Uint8Array(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch {
    throw new AppError('files/unreadable', 'The chosen file cannot be read, or is too large.');
  }
}
