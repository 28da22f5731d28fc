import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A package as the lock file has it (npm lock file version 3). */
interface LockEntry {
  readonly version: string;
  /** The real name, where the folder bears another one (`npm:` aliases). */
  readonly name?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export type Lock = Readonly<Record<string, LockEntry>>;

export function readLock(root: string): Lock {
  const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  return (JSON.parse(text) as { readonly packages: Lock }).packages;
}

/** A package that is in what ships. */
export interface ShippedPackage {
  /** Its folder in the project, which is its key in the lock file. */
  readonly folder: string;
  /** As published; an alias does not show here. */
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  /** `bundled`: its code is in ours. `unbundled`: it lies beside it. `runtime`: Electron. */
  readonly how: 'bundled' | 'unbundled' | 'runtime';
}

/**
 * The packages that ship, by folder.
 * @param modules paths in the project of all that was bundled
 * @param unbundled names of the packages that lie beside the bundles
 * @throws Error for a package that the lock file does not know, or knows as one for development only
 */
export function shippedPackages(
  lock: Lock,
  modules: readonly string[],
  unbundled: readonly string[],
): readonly ShippedPackage[] {
  const bundled = modules.flatMap((module) => folderOf(module) ?? []);
  const shipped = [
    ...[...new Set(bundled)].map((folder) => describe(lock, folder, 'bundled')),
    ...unbundled.map((name) => describe(lock, `node_modules/${name}`, 'unbundled')),
    describe(lock, 'node_modules/electron', 'runtime'),
  ];
  return shipped.sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The package folder of a module, or null for a module of ours. The last `node_modules/` counts. */
export function folderOf(module: string): string | null {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(module)?.[0] ?? null;
}

function describe(lock: Lock, folder: string, how: ShippedPackage['how']): ShippedPackage {
  const entry = lock[folder];
  if (entry?.integrity === undefined)
    throw new Error(`${folder} ships, and the lock file does not vouch for it.`);
  if (entry.dev === true && how !== 'runtime') {
    throw new Error(`${folder} ships, and package.json has it for development only.`);
  }
  const name = entry.name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return { folder, name, version: entry.version, integrity: entry.integrity, how };
}

/** The folders of the packages that a package needs, found as Node finds them: nearest first. */
export function needsOf(lock: Lock, folder: string): readonly string[] {
  return Object.keys(lock[folder]?.dependencies ?? {}).flatMap((name) => {
    for (let at = folder; ; at = at.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/u, '')) {
      const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
      if (lock[candidate] !== undefined) return [candidate];
      if (at === '') return [];
    }
  });
}
