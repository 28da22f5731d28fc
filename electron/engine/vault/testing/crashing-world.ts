import { dirname, join } from 'node:path';
import type { KeychainBackend, SecretStore } from '../../keychain/secret-store.ts';
import type { FilePort } from '../file-port.ts';

/** Thrown in place of the process's death; from then on every operation throws it. */
export class Crash extends Error {}

/** What is left after a crash: what a killed process leaves, and what a power cut may leave. */
export interface Remains {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly secrets: ReadonlyMap<string, Buffer>;
}

/**
 * For tests: a disk and a keychain in memory that die at a chosen point. Points are counted across both: one before each
 * operation, one after it, and within a write one after each byte. `points` tells how many an undisturbed run passes.
 *
 * The disk keeps two views: what a killed process leaves (everything done so far) and what the worst power cut leaves
 * (only what was synced: a file's bytes by fsync of the file, its name by fsync of the folder). The keychain is a service
 * of its own that survives us.
 */
export class CrashingWorld implements FilePort, SecretStore {
  readonly backend: KeychainBackend = { kind: 'libsecret', protects: true };
  points = 0;
  readonly #crashAt: number;
  readonly #now: Map<string, Buffer>;
  readonly #synced: Map<string, Buffer>;
  readonly #secrets: Map<string, Buffer>;
  #dead = false;
  /** Set to make the next writes fail as on a full disk, or the folder sync fail. */
  fault: 'none' | 'disk-full' | 'folder-sync' = 'none';

  constructor(remains?: Remains, crashAt = Number.POSITIVE_INFINITY) {
    this.#now = new Map(remains?.files);
    this.#synced = new Map(remains?.files);
    this.#secrets = new Map(remains?.secrets);
    this.#crashAt = crashAt;
  }

  afterKill(): Remains {
    return { files: new Map(this.#now), secrets: new Map(this.#secrets) };
  }

  afterPowerCut(): Remains {
    return { files: new Map(this.#synced), secrets: new Map(this.#secrets) };
  }

  secretNames(): string[] {
    return [...this.#secrets.keys()];
  }

  #point(): void {
    if (this.#dead) throw new Crash();
    this.points += 1;
    if (this.points >= this.#crashAt) {
      this.#dead = true;
      throw new Crash();
    }
  }

  async #step<T>(run: () => T): Promise<T> {
    await Promise.resolve();
    this.#point();
    const result = run();
    this.#point();
    return result;
  }

  read(path: string): Promise<Buffer | null> {
    return this.#step(() => copy(this.#now.get(path)));
  }

  async writeSynced(path: string, bytes: Uint8Array): Promise<void> {
    await Promise.resolve();
    this.#point();
    if (this.fault === 'disk-full') throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    for (let length = 0; length <= bytes.length; length += 1) {
      this.#now.set(path, Buffer.from(bytes.subarray(0, length)));
      this.#point();
    }
  }

  rename(from: string, to: string): Promise<void> {
    return this.#step(() => {
      const moves = [...this.#now].filter(([path]) => path === from || path.startsWith(`${from}/`));
      if (moves.length === 0) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      for (const [path, bytes] of moves) {
        this.#now.set(to + path.slice(from.length), bytes);
        this.#now.delete(path);
      }
    });
  }

  syncFolder(folder: string): Promise<void> {
    return this.#step(() => {
      if (this.fault === 'folder-sync') throw Object.assign(new Error('i/o error'), { code: 'EIO' });
      for (const path of this.#synced.keys()) {
        if (dirname(path) === folder && !this.#now.has(path)) this.#synced.delete(path);
      }
      for (const [path, bytes] of this.#now) if (dirname(path) === folder) this.#synced.set(path, bytes);
    });
  }

  remove(path: string): Promise<void> {
    return this.#step(() => {
      this.#now.delete(path);
    });
  }

  makeFolder(_path: string): Promise<void> {
    return this.#step(() => undefined);
  }

  list(folder: string): Promise<readonly string[] | null> {
    return this.#step(() => {
      const inside = [...this.#now.keys()].filter((path) => path.startsWith(join(folder, '/')));
      const names = new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''));
      return names.size === 0 ? null : [...names];
    });
  }

  get(name: string): Promise<Buffer | null> {
    return this.#step(() => copy(this.#secrets.get(name)));
  }

  set(name: string, secret: Buffer): Promise<void> {
    return this.#step(() => {
      this.#secrets.set(name, Buffer.from(secret));
    });
  }

  delete(name: string): Promise<void> {
    return this.#step(() => {
      this.#secrets.delete(name);
    });
  }
}

function copy(bytes: Buffer | undefined): Buffer | null {
  return bytes === undefined ? null : Buffer.from(bytes);
}
