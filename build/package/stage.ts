import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  contentsOf,
  manifestOf,
  NATIVE_PACKAGES,
  nativeManifestOf,
  type Places,
  type Publisher,
} from './contents.ts';
import type { Target } from './target.ts';

/**
 * Lays out the app as it is packed, in an empty folder: so that electron-builder takes everything that it finds, and what
 * it finds is decided in one place, contents.ts.
 * @throws ContentsError
 */
export function stageApp(places: Places, folder: string, target: Target, publisher: Publisher): void {
  rmSync(folder, { recursive: true, force: true });
  const put = (name: string, write: (file: string) => void): void => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    write(file);
  };
  for (const { source, path: name } of contentsOf(places, target)) {
    put(name, (file) => {
      copyFileSync(source, file);
    });
  }
  put('package.json', (file) => {
    writeFileSync(file, json(manifestOf(places.root, publisher)));
  });
  for (const { name } of NATIVE_PACKAGES) {
    put(`node_modules/${name}/package.json`, (file) => {
      writeFileSync(file, json(nativeManifestOf(places.root, name)));
    });
  }
}

/** JSON with two spaces and a line end, as everywhere in what a package holds. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
