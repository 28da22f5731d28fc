// The parts of `npm test`, in order: one table of what is run and how it is counted.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../build.mjs';
import { cacheDir, inProject, outDir, root } from '../setup/paths.mjs';
import { hasDisplay } from '../setup/secret-service.mjs';
import { readPlaywright, readVitest, single, sum, tallyOf } from './tally.mjs';

/**
 * @typedef {import('../setup/setup.mjs').Toolbox} Toolbox
 * @typedef {import('./tally.mjs').Tally} Tally
 *
 * @typedef {object} Part
 * @property {string} name as in `npm test -- NAME`
 * @property {string} what
 * @property {(toolbox: Toolbox) => Promise<Tally> | Tally} run
 * @property {string} [needs] the part that must have passed for this one to make sense
 */

const rooms = Object.freeze(['shared', 'electron', 'renderer', 'build', 'e2e']);
const withKeyring = inProject('build', 'keyring', 'with-keyring.mjs');
const health = inProject('build', 'health', 'main.ts');
const dist = inProject('build', 'package', 'dist.ts');
const playwrightConfig = inProject('e2e', 'playwright.config.ts');

/** @type {readonly Part[]} */
export const parts = [
  { name: 'types', what: 'types of all rooms', run: types },
  { name: 'lint', what: 'lint and format', run: lint },
  { name: 'unit', what: 'unit and integration tests', run: unit },
  { name: 'build', what: 'build', run: (toolbox) => single(buildIfStale(toolbox)) },
  { name: 'package', what: 'the package, packed on a stub of Electron', run: packed, needs: 'build' },
  { name: 'e2e', what: 'the real app, driven end to end', run: e2e, needs: 'build' },
];

/**
 * @param {Toolbox} toolbox
 * @returns {Promise<Tally>}
 */
async function types(toolbox) {
  const checks = rooms.map((room) => check(toolbox, `types of ${room}`, 'typescript', 'tsc', ['-p', room]));
  return sum(await Promise.all(checks));
}

/**
 * @param {Toolbox} toolbox
 * @returns {Promise<Tally>}
 */
async function lint(toolbox) {
  const checks = [
    check(toolbox, 'lint', 'oxlint', 'oxlint', ['--deny-warnings']),
    check(toolbox, 'format', 'oxfmt', 'oxfmt', ['--check']),
    checkScript(toolbox, 'secrets and hardening', health, ['secrets', 'hardening']),
  ];
  return sum(await Promise.all(checks));
}

/**
 * @param {Toolbox} toolbox
 * @returns {Promise<Tally>}
 */
async function unit(toolbox) {
  const report = freshReport('vitest.json');
  const args = ['run', '--config', inProject('build', 'vite', 'vitest.config.ts')];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(
    toolbox,
    underKeyring(toolbox, program('vitest', 'vitest'), [...args, ...reporters]),
  );
  return tallyOf(contentOf(report), code, readVitest);
}

/**
 * @param {Toolbox} toolbox
 * @returns {Promise<Tally>}
 */
async function packed(toolbox) {
  return checkScript(toolbox, 'files, fuses, natives, licences', dist, ['--dry', `--out=${outDir}`]);
}

/**
 * @param {Toolbox} toolbox
 * @returns {Promise<Tally>}
 */
async function e2e(toolbox) {
  const report = freshReport('playwright.json');
  const args = ['test', '--config', playwrightConfig, '--reporter=list,json'];
  const command = underKeyring(toolbox, program('playwright', 'playwright'), args);
  const code = await run(toolbox, onDisplay(toolbox, command), { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return tallyOf(contentOf(report), code, readPlaywright);
}

/**
 * A program of a package, as the script that Node runs: so that it is found on every system without a shell.
 * @param {string} packageName
 * @param {string} name
 * @returns {string}
 */
export function program(packageName, name) {
  const folder = inProject('node_modules', packageName);
  const { bin } = /** @type {{ bin: string | Record<string, string> }} */ (
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  );
  const path = typeof bin === 'string' ? bin : bin[name];
  if (path === undefined) throw new Error(`${packageName} has no program ${name}.`);
  return join(folder, path);
}

/**
 * Each run of the tests has a keyring of its own, thrown away afterwards; nothing of it touches a person's.
 * @param {Toolbox} toolbox
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {readonly string[]}
 */
function underKeyring({ node }, script, args) {
  return [node, withKeyring, '--ephemeral', '--', node, script, ...args];
}

/**
 * Electron has no headless mode: without a display it gets a virtual one. The stand-in needs none.
 * @param {Toolbox} toolbox
 * @param {readonly string[]} command
 * @returns {readonly string[]}
 */
function onDisplay({ runtime }, command) {
  const xvfbRun = '/usr/bin/xvfb-run';
  return runtime === 'electron' && !hasDisplay() && existsSync(xvfbRun)
    ? [xvfbRun, '-a', ...command]
    : command;
}

/**
 * Runs a check that says nothing when it holds; prints what it said when it does not.
 * @param {Toolbox} toolbox
 * @param {string} label
 * @param {string} packageName
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {Promise<Tally>}
 */
function check(toolbox, label, packageName, name, args) {
  return checkScript(toolbox, label, program(packageName, name), args);
}

/**
 * The same for a script.
 * @param {Toolbox} toolbox
 * @param {string} label
 * @param {string} script
 * @param {readonly string[]} args
 * @returns {Promise<Tally>}
 */
async function checkScript({ node, env }, label, script, args) {
  const child = spawn(node, [script, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  /** @type {boolean} */
  const held = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  console.log(`${held ? '✓' : '✗'} ${label}${held ? '' : `\n${said.trimEnd()}`}`);
  return single(held);
}

/**
 * @param {Toolbox} toolbox
 * @param {readonly string[]} command
 * @param {Readonly<Record<string, string>>} [extraEnv]
 * @returns {Promise<number>}
 */
function run({ env }, [file = '', ...args], extraEnv = {}) {
  const child = spawn(file, args, {
    cwd: root,
    env: { ...env, ...extraEnv },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {string} name
 * @returns {string} a path at which nothing is: a report of an earlier run must not be counted
 */
function freshReport(name) {
  mkdirSync(cacheDir, { recursive: true });
  const path = join(cacheDir, name);
  rmSync(path, { force: true });
  return path;
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function contentOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
