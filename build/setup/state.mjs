// What set-up remembers between runs: answers that are slow to find and seldom change.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDir } from './paths.mjs';

/**
 * @typedef {object} SetupState
 * @property {string} [electronUnreachableAt] ISO time of the last failed attempt to fetch Electron's binary
 * @property {Record<string, boolean>} [runs] by fingerprint of a program: did it start here
 */

const defaultFile = join(cacheDir, 'setup.json');

/**
 * The remembered state; empty when there is none or it cannot be read.
 * @param {string} [file]
 * @returns {SetupState}
 */
export function readState(file = defaultFile) {
  try {
    /** @type {unknown} */
    const parsed = JSON.parse(readFileSync(file, 'utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/**
 * Lays changes over the remembered state; a change to undefined forgets the entry.
 * @param {{ readonly [K in keyof SetupState]: SetupState[K] | undefined }} changes
 * @param {string} [file]
 */
export function remember(changes, file = defaultFile) {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify({ ...readState(file), ...changes }, null, 2)}\n`);
  renameSync(fresh, file);
}

/**
 * Names a program as it is now: another version has another fingerprint. Undefined when there is none.
 * @param {string} program
 * @returns {string | undefined}
 */
export function fingerprint(program) {
  const stats = statSync(program, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${program}:${stats.size}:${Math.trunc(stats.mtimeMs)}`;
}

/**
 * Asks a slow yes-or-no question about a program once, and answers from memory until the program changes.
 * @param {string} program
 * @param {() => boolean} ask
 * @param {string} [file]
 * @returns {boolean}
 */
export function askOnce(program, ask, file = defaultFile) {
  const key = fingerprint(program);
  if (key === undefined) return false;
  const known = readState(file).runs?.[key];
  if (known !== undefined) return known;
  const answer = ask();
  remember({ runs: { ...readState(file).runs, [key]: answer } }, file);
  return answer;
}
