import { constants, lstatSync, opendirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RefusalCode } from '../../../shared/domain/jobs.ts';
import { LIMITS } from './limits.ts';

/** A file to be read, or something in a folder that is not. */
export interface Listed {
  /** Path below what was given, with `/`; a byte is a character (latin1), for names need not be UTF-8. */
  readonly name: string;
  /** Absolute path, a byte a character likewise. */
  readonly path: string;
  readonly size: number;
  /** Which file stood there: what is opened later must be the same one. */
  readonly identity: string;
  readonly refused: RefusalCode | null;
}

/** Written by systems beside the files of a person. */
const JUNK = /^(?:\.DS_Store|\.localized|Thumbs\.db|ehthumbs\.db|desktop\.ini|\._.*)$/i;

/**
 * Lists all files below what a person gave, depth first, sorted by the bytes of their names. No symbolic link is followed
 * below what was given: one that stays inside would come twice and is passed over, one that leads out is refused. Whatever is
 * no regular file is refused unopened.
 *
 * @param paths absolute; if there are several, a folder's own name stands before the names in it
 */
export function listFiles(paths: readonly string[]): readonly Listed[] {
  const list = new Listing();
  const isAlone = paths.length === 1;
  const roots = paths
    .map((given) => Buffer.from(given, 'utf8').toString('latin1'))
    .toSorted((a, b) => byBytes(nameOf(a), nameOf(b)) || byBytes(a, b));
  for (const root of new Set(roots)) list.root(root, isAlone);
  return list.found;
}

/** True if `a` stands before `b` in the order of a listing. */
export function isBefore(a: string, b: string): boolean {
  return sortKey(a) < sortKey(b);
}

const nameOf = (file: string): string => path.posix.basename(file.replaceAll(path.sep, '/'));

const byBytes = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Depth first: what is in a folder comes before whatever its name begins. */
const sortKey = (name: string): string => name.replaceAll('/', '\0');

export const bytesOf = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');

class Listing {
  readonly found: Listed[] = [];
  #met = 0;
  #isFull = false;

  root(given: string, isAlone: boolean): void {
    const name = nameOf(given);
    let target: string;
    try {
      // What a person points at is meant, be it a link.
      target = realpathSync.native(bytesOf(given), 'buffer').toString('latin1');
      if (!statSync(bytesOf(target)).isDirectory()) {
        this.#entry(target, name, target, 0);
        return;
      }
    } catch {
      this.#refuse(name, given, 'item/file-unreadable');
      return;
    }
    this.#folder(target, isAlone ? '' : `${name}/`, target, 0);
  }

  #folder(folder: string, prefix: string, root: string, depth: number): void {
    if (depth > LIMITS.folderDepth) {
      this.#refuse(prefix.slice(0, -1), folder, 'item/too-deep');
      return;
    }
    const names = this.#namesIn(folder);
    if (names === null) {
      this.#refuse(prefix === '' ? nameOf(folder) : prefix.slice(0, -1), folder, 'item/file-unreadable');
    }
    for (const name of names ?? []) {
      if (this.#isFull) return;
      if (!JUNK.test(name)) this.#entry(`${folder}${path.sep}${name}`, prefix + name, root, depth);
    }
  }

  #namesIn(folder: string): readonly string[] | null {
    const names: string[] = [];
    try {
      const open = opendirSync(bytesOf(folder), { encoding: 'latin1' });
      try {
        // One more than there is room for: enough to say that there are too many.
        for (
          let next = open.readSync();
          next !== null && names.length <= LIMITS.files;
          next = open.readSync()
        ) {
          names.push(next.name);
        }
      } finally {
        open.closeSync();
      }
    } catch {
      return null;
    }
    return names.sort(byBytes);
  }

  #entry(file: string, name: string, root: string, depth: number): void {
    this.#met += 1;
    if (this.#met > LIMITS.files) {
      this.#isFull = true;
      this.#refuse(name, file, 'item/too-many-files');
      return;
    }
    let stat;
    try {
      stat = lstatSync(bytesOf(file), { bigint: true });
    } catch {
      this.#refuse(name, file, 'item/file-unreadable');
      return;
    }
    if (stat.isDirectory()) this.#folder(file, `${name}/`, root, depth + 1);
    else if (stat.isSymbolicLink()) this.#link(file, name, root);
    else if (!stat.isFile()) this.#refuse(name, file, 'item/not-a-file');
    else {
      const identity = `${stat.dev}:${stat.ino}`;
      this.found.push({ name, path: file, size: Number(stat.size), identity, refused: null });
    }
  }

  #link(file: string, name: string, root: string): void {
    let target: string;
    try {
      target = realpathSync.native(bytesOf(file), 'buffer').toString('latin1');
    } catch {
      // It leads nowhere, or in a circle.
      this.#refuse(name, file, 'item/file-unreadable');
      return;
    }
    if (target !== root && !target.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
      this.#refuse(name, file, 'item/link-outside');
    }
  }

  #refuse(name: string, file: string, refused: RefusalCode): void {
    this.found.push({ name, path: file, size: 0, identity: '', refused });
  }
}

/** SECURITY: never through a link that was put in a file's place, and never waiting for the other end of a pipe. */
export const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
