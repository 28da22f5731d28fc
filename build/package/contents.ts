import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeEntries, preloadEntry } from '../vite/entries.ts';
import type { Target } from './target.ts';

/** Who stands behind a package. Debian wants both; an organisation that builds its own sets its own. */
export interface Publisher {
  readonly maintainer: string;
  readonly homepage: string;
}

/** One file of the app: where it comes from, and its path in the archive (with `/`). */
export interface PackedFile {
  readonly source: string;
  readonly path: string;
}

/** Thrown when the build and this allow-list disagree: something is missing, or something is there that nobody named. */
export class ContentsError extends Error {
  override readonly name = 'ContentsError';
}

/** A package that is not bundled, for it has native code: what of it is needed at run time, and nothing else. */
interface NativePackage {
  readonly name: string;
  readonly code: readonly string[];
  readonly addon: (target: Target) => string;
}

export const NATIVE_PACKAGES: readonly NativePackage[] = [
  {
    name: 'better-sqlite3',
    code: [
      'LICENSE',
      'lib/binding.js',
      'lib/database.js',
      'lib/index.js',
      'lib/sqlite-error.js',
      'lib/util.js',
      'lib/methods/*.js',
    ],
    addon: ({ platform, arch }) => `prebuilds/${platform}-${arch}.node`,
  },
  {
    name: 'keytar',
    code: ['LICENSE.md', 'lib/keytar.js'],
    addon: ({ platform, arch }) => `prebuilds/${platform}-${arch}/keytar.node`,
  },
];

const ENTRIES = [...Object.keys(nodeEntries).map((name) => `${name}.js`), `${preloadEntry.name}.cjs`];

/** What a build may leave in out/ and the package takes. */
const TAKEN: readonly RegExp[] = [
  /^chunks\/[\w.-]+\.js$/u,
  /^renderer\/index\.html$/u,
  /^renderer\/assets\/[\w.-]+\.(?:js|css|woff2|svg|png)$/u,
];

/**
 * What a build leaves in out/ and the package does not take. Source maps hold our sources and comments, and there is no
 * crash report that would be read with them; developers have the build.
 */
const LEFT: readonly RegExp[] = [/\.(?:js|cjs|css)\.map$/u, /^\.sources$/u, /^\.modules\/\w+\.json$/u];

/** Where a package is made from: the project's folder, and the folder of the build. */
export interface Places {
  readonly root: string;
  readonly outDir: string;
}

/**
 * The files of the package, sorted by path.
 * @throws ContentsError when the build holds a file that is neither taken nor left, or when one is missing
 */
export function contentsOf({ root, outDir }: Places, target: Target): readonly PackedFile[] {
  return [...builtFiles(outDir), ...nativeFiles(root, target)].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function builtFiles(out: string): readonly PackedFile[] {
  const missing = ENTRIES.filter((name) => !existsSync(path.join(out, name)));
  if (missing.length > 0) throw new ContentsError(`Not built: ${missing.join(', ')}.`);
  const all = filesIn(out, '**/*', '**/.*', '**/.*/**');
  const taken = all.filter((name) => ENTRIES.includes(name) || TAKEN.some((pattern) => pattern.test(name)));
  const strange = all.filter((name) => !taken.includes(name) && !LEFT.some((pattern) => pattern.test(name)));
  if (strange.length > 0) {
    throw new ContentsError(
      `out/ holds what no package may: ${strange.join(', ')} (see build/package/contents.ts).`,
    );
  }
  return taken.map((name) => ({ source: path.join(out, name), path: `out/${name}` }));
}

function nativeFiles(root: string, target: Target): readonly PackedFile[] {
  return NATIVE_PACKAGES.flatMap(({ name, code, addon }) => {
    const folder = path.join(root, 'node_modules', name);
    return [...code, addon(target)].flatMap((pattern) => {
      const found = filesIn(folder, pattern);
      if (found.length === 0) throw new ContentsError(`${name} has no ${pattern}.`);
      return found.map((file) => ({
        source: path.join(folder, file),
        path: `node_modules/${name}/${file}`,
      }));
    });
  });
}

function filesIn(folder: string, ...patterns: readonly string[]): readonly string[] {
  const entries = globSync([...patterns], { cwd: folder, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  return [...new Set(files)].sort();
}

interface Manifest {
  readonly name: string;
  readonly productName: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly homepage: string;
  readonly main: string;
  readonly type: string;
}

/** The package.json of the app: what Electron and the installers read, and no scripts, no dependencies. */
export function manifestOf(root: string, publisher: Publisher): Manifest & { readonly author: string } {
  const full = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
  const { name, productName, version, description, license, main, type } = full;
  const { maintainer: author, homepage } = publisher;
  return { name, productName, version, description, author, homepage, license, main, type };
}

/** The package.json of an unbundled package: how it is loaded, and whose it is. Node needs no more of it. */
export function nativeManifestOf(root: string, name: string): Readonly<Record<string, unknown>> {
  const file = path.join(root, 'node_modules', name, 'package.json');
  const full = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  return { name: full['name'], version: full['version'], license: full['license'], main: full['main'] };
}
