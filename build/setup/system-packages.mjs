// The packages of the operating system: by apt where we may, else as a line to type.
import { existsSync } from 'node:fs';
import { runLoud, runQuiet } from './run.mjs';

/**
 * What a purpose needs, in the words of each package manager.
 * @typedef {{ readonly apt: readonly string[], readonly dnf: readonly string[], readonly pacman: readonly string[] }} SystemPackages
 */

const managers = Object.freeze({
  apt: { program: '/usr/bin/apt-get', line: 'apt-get install -y --no-install-recommends' },
  dnf: { program: '/usr/bin/dnf', line: 'dnf install -y' },
  pacman: { program: '/usr/bin/pacman', line: 'pacman -S --needed' },
});

/** True when apt can install for us: a Debian-like system, and we are root. */
export function canUseApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync(managers.apt.program);
}

let updated = false;

/**
 * Installs by apt; fetches the lists of packages once per run.
 * @param {readonly string[]} names
 * @throws {Error} when apt fails
 */
export function aptInstall(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!updated) runLoud('apt-get', ['-q', 'update'], { env });
  updated = true;
  runLoud('apt-get', ['-q', 'install', '-y', '--no-install-recommends', ...names], { env });
}

/**
 * True when apt has a real package of that name: Ubuntu's `chromium` is an empty one that asks for snap.
 * @param {string} name
 */
export function aptOffers(name) {
  const { stdout } = runQuiet('apt-cache', ['policy', name]);
  return offersReal(stdout);
}

/**
 * @param {string} policy the output of `apt-cache policy NAME`
 * @returns {boolean}
 */
export function offersReal(policy) {
  const candidate = /^\s*Candidate:\s*(\S+)/mu.exec(policy)?.[1];
  return candidate !== undefined && candidate !== '(none)' && !candidate.includes('snap');
}

/**
 * What to type on this system.
 * @param {SystemPackages} packages
 * @param {(program: string) => boolean} [exists]
 * @returns {string}
 */
export function installLine(packages, exists = existsSync) {
  const found = /** @type {const} */ (['apt', 'dnf', 'pacman']).find((name) =>
    exists(managers[name].program),
  );
  if (found === undefined) return `Install with your package manager: ${packages.apt.join(' ')}`;
  return `Type: sudo ${managers[found].line} ${packages[found].join(' ')}`;
}
