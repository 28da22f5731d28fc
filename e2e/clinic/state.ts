import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededBytes } from './seed.ts';

const SECRET_DIR_MODE = 0o700;
const SECRET_FILE_MODE = 0o600;

const GENERATION = 'generation';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function seal(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function unseal(key: Buffer, bytes: Buffer): string | undefined {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAuthTag(
      tag,
    );
    return (
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return undefined;
  }
}

/** A small keep of named JSON documents that may outlive the clinic's process. */
export interface StateKeep {
  /** How often the clinic was reset; tokens of an earlier generation are unknown. */
  generation(): number;
  /** The document of this generation as it was last saved, or undefined. */
  load(name: string): unknown;
  save(name: string, value: unknown): void;
  /** Begins a new generation with no documents. */
  renew(): void;
}

interface Shelf {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

function keepOn(shelf: Shelf): StateKeep {
  const stored = shelf.read(GENERATION);
  let generation = typeof stored === 'number' ? stored : 0;
  const nameNow = (name: string): string => `${name}-${generation}`;
  return {
    generation: () => generation,
    load: (name) => shelf.read(nameNow(name)),
    save: (name, value) => {
      shelf.write(nameNow(name), value);
    },
    renew: () => {
      generation += 1;
      shelf.write(GENERATION, generation);
    },
  };
}

/** Keeps documents until the process ends. */
export function createMemoryState(): StateKeep {
  const documents = new Map<string, unknown>();
  return keepOn({
    read: (name) => structuredClone(documents.get(name)),
    write: (name, value) => {
      documents.set(name, structuredClone(value));
    },
  });
}

/**
 * Keeps each document in `<directory>/<name>.sealed`, replaced by rename so that a crash leaves the old or the new one.
 * Sealed with a key from the seed: no protection, for the seed is no secret, but whoever searches this disk for what the
 * console may have left in the clear must not find the clinic's own notes. A file of another seed reads as absent.
 */
export function createFileState(directory: string, seed: string): StateKeep {
  mkdirSync(directory, { recursive: true, mode: SECRET_DIR_MODE });
  const key = seededBytes(seed, 'state-key');
  const path = (name: string): string => join(directory, `${name}.sealed`);
  return keepOn({
    read: (name) => {
      const text = existsSync(path(name)) ? unseal(key, readFileSync(path(name))) : undefined;
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    write: (name, value) => {
      const draft = `${path(name)}.new`;
      writeFileSync(draft, seal(key, JSON.stringify(value)), { mode: SECRET_FILE_MODE });
      renameSync(draft, path(name));
    },
  });
}
