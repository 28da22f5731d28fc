// Has anything changed since the last build? By content, so that a checkout or a touch rebuilds nothing.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Everything a build reads, relative to the project. */
export const buildInputs = Object.freeze([
  'shared',
  'electron',
  'renderer',
  'build/vite',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]);

/**
 * One hash over names and contents of all files under the inputs, tests left out.
 * @param {string} root
 * @param {readonly string[]} [inputs]
 * @returns {string}
 */
export function hashSources(root, inputs = buildInputs) {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => filesUnder(root, input))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {readonly string[]} in a fixed order
 */
function filesUnder(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (/\.test\.tsx?$/u.test(path)) return [];
  try {
    return readdirSync(full)
      .sort()
      .flatMap((name) => filesUnder(root, `${path}/${name}`));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return [path];
    throw error;
  }
}

/**
 * True when out/ holds the build of exactly these sources.
 * @param {string} stampFile
 * @param {string} hash
 */
export function isBuilt(stampFile, hash) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === hash;
}

/**
 * @param {string} stampFile
 * @param {string} hash
 */
export function stampBuild(stampFile, hash) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${hash}\n`);
}
