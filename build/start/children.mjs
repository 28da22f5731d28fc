// The processes that `npm start` runs: none outlives it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { root } from '../setup/paths.mjs';

const graceMs = 15_000;
const setpriv = '/usr/bin/setpriv';

/**
 * Starts a program that ends with us. Where the kernel offers it (Linux) also when we are killed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, stdout?: 'pipe' | 'inherit' }} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function startChild(program, args, { env, stdout = 'inherit' }) {
  const leashed = process.platform === 'linux' && existsSync(setpriv);
  const [file, rest] = leashed ? [setpriv, ['--pdeathsig', 'TERM', '--', program, ...args]] : [program, args];
  return spawn(file, rest, { cwd: root, env, stdio: ['ignore', stdout, 'inherit'] });
}

/**
 * Resolves when the child has ended, at once when it has already: its exit code, or 1 when a signal ended it.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function ended(child) {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(1);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Asks the child to end, and after a grace makes it.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended(child);
  clearTimeout(timer);
}
