import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SECRET_DIR_MODE = 0o700;
const SECRET_FILE_MODE = 0o600;

const GENERATION = 'generation';

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

/** Keeps each document in `<directory>/<name>.json`, replaced by rename so that a crash leaves the old or the new one. */
export function createFileState(directory: string): StateKeep {
  mkdirSync(directory, { recursive: true, mode: SECRET_DIR_MODE });
  const path = (name: string): string => join(directory, `${name}.json`);
  return keepOn({
    read: (name) => {
      try {
        return JSON.parse(readFileSync(path(name), 'utf8')) as unknown;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: (name, value) => {
      const draft = `${path(name)}.new`;
      writeFileSync(draft, JSON.stringify(value), { mode: SECRET_FILE_MODE });
      renameSync(draft, path(name));
    },
  });
}
