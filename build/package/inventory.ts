import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { STUB_FILES } from './stub.ts';

/** One file of a package as it was found, with `/` in its path. */
export interface FoundFile {
  readonly path: string;
  readonly content: Buffer;
}

/** One file of a package as it is listed. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Every file of the app in a packed folder: what is in the archive, what is unpacked beside it, and our own resources.
 * Electron's own files are not ours to list.
 *
 * @param resources the folder that holds app.asar
 */
export function appFilesIn(resources: string): readonly FoundFile[] {
  const archive = path.join(resources, 'app.asar');
  if (!existsSync(archive)) throw new Error('The package has no app.asar.');
  const packed = listPackage(archive, { isPack: false })
    .map((name) => name.replace(/^[/\\]/u, ''))
    .filter((name) => {
      const entry = statFile(archive, name, false);
      if ('link' in entry) throw new Error(`The archive has a link: ${name}.`);
      return !('files' in entry) && !entry.unpacked;
    })
    .map((name) => ({
      path: `app.asar/${name.replaceAll('\\', '/')}`,
      content: extractFile(archive, name, false),
    }));
  return [...packed, ...looseFiles(resources, 'app.asar')].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function looseFiles(folder: string, skip: string): readonly FoundFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: path.relative(folder, file).replaceAll('\\', '/') }))
    .filter(({ name }) => name !== skip)
    .map(({ file, name }) => ({ path: name, content: readFileSync(file) }));
}

/** Names beside Electron's own program that neither the stub nor electron-builder brought. Sorted. */
export function strangersBeside(appOutDir: string, executable: string): readonly string[] {
  const expected = new Set([...STUB_FILES, executable, 'resources']);
  return readdirSync(appOutDir)
    .filter((name) => !expected.has(name))
    .sort();
}

export function listed(files: readonly FoundFile[]): readonly ListedFile[] {
  return files.map(({ path: name, content }) => ({
    path: name,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
}
