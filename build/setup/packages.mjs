// The packages of package-lock.json, and the Node that may load the native ones among them.
import { existsSync, readFileSync } from 'node:fs';
import { runLoud, runQuiet } from './run.mjs';
import { inProject } from './paths.mjs';

/** Native modules of this project are Node-API 10; on Node 20 they do not fail, they crash the process. */
export const lowestNode = Object.freeze({ major: 22, minor: 18 });

const projectNode = inProject('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/**
 * @param {string} version such as `v24.1.0`
 * @returns {boolean} true when native modules may be loaded by that Node and it runs TypeScript files
 */
export function isNodeFit(version) {
  const match = /^v?(\d+)\.(\d+)\./u.exec(version.trim());
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > lowestNode.major || (major === lowestNode.major && minor >= lowestNode.minor);
}

/**
 * The Node for everything but these scripts: the running one when it is new enough, else the one among the packages.
 * @returns {string | undefined}
 */
export function findFitNode() {
  if (isNodeFit(process.version)) return process.execPath;
  if (!existsSync(projectNode)) return undefined;
  const { status, stdout } = runQuiet(projectNode, ['--version']);
  return status === 0 && isNodeFit(stdout) ? projectNode : undefined;
}

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {boolean} [peer]
 * @property {boolean} [link]
 */

/**
 * Which packages of the lock file are not installed in the locked version. npm's own record of what it installed
 * (node_modules/.package-lock.json) is compared, not a stamp of ours: so an `npm install` by hand counts as well.
 * @param {string} lockText
 * @param {string | undefined} installedText undefined when there is no such record
 * @returns {readonly string[]} paths such as `node_modules/vite`
 */
export function packagesMissing(lockText, installedText) {
  const locked = packagesOf(lockText);
  const installed = packagesOf(installedText ?? '{}');
  return [...locked]
    .filter(([path, { version, optional, devOptional, link }]) => {
      if (path === '' || link === true) return false;
      const there = installed.get(path);
      // An optional package of another platform is rightly absent.
      return there === undefined ? optional !== true && devOptional !== true : there.version !== version;
    })
    .map(([path]) => path);
}

/**
 * @param {string} text
 * @returns {ReadonlyMap<string, LockedPackage>}
 */
function packagesOf(text) {
  const { packages } = /** @type {{ packages?: Record<string, LockedPackage> }} */ (JSON.parse(text));
  return new Map(Object.entries(packages ?? {}));
}

/** @type {import('./steps.mjs').Step} */
export const packagesStep = {
  title: 'Install packages (npm ci)',
  why: 'the console is built from them; their install scripts stay off',
  required: true,
  check: () => {
    const record = inProject('node_modules', '.package-lock.json');
    const installed = existsSync(record) ? readFileSync(record, 'utf8') : undefined;
    return packagesMissing(readFileSync(inProject('package-lock.json'), 'utf8'), installed).length === 0;
  },
  act: () => {
    const npm = process.env['npm_execpath'];
    // Warnings are left out: on an old Node there is one for each package that the Node among them will run.
    const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund'];
    // Under `npm start` npm's own script is named in the environment, which spares a shell and works on Windows too.
    if (npm?.endsWith('.js') === true) runLoud(process.execPath, [npm, ...args]);
    else {
      const windows = process.platform === 'win32';
      runLoud(windows ? 'npm.cmd' : 'npm', args, { shell: windows });
    }
  },
  otherwise: () =>
    'Type: npm ci     (it needs an npm registry; behind a mirror: npm config set registry URL)',
};

/** @type {import('./steps.mjs').Step} */
export const nodeStep = {
  title: 'Find a Node that may load native modules',
  why: `SQLite and the keychain need Node ${lowestNode.major}.${lowestNode.minor} or newer, this is ${process.version}`,
  required: true,
  check: () => findFitNode() !== undefined,
  act: () => {
    throw new Error('there is none among the packages for this system.');
  },
  otherwise: () =>
    `Install Node ${lowestNode.major}.${lowestNode.minor} or newer (https://nodejs.org), or type: ` +
    `npm install --no-save --ignore-scripts node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@24`,
};
