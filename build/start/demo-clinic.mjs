// The demo clinic of `npm start`, on loopback.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { inProject } from '../setup/paths.mjs';
import { SetupError } from '../setup/steps.mjs';
import { startChild, stopChild } from './children.mjs';

const readyTimeoutMs = 120_000;

/**
 * @typedef {object} RunningClinic
 * @property {import('./profile.mjs').ClinicEndpoints} endpoints
 * @property {() => Promise<void>} close
 */

/**
 * Starts the clinic and resolves when it listens. Its own state (port, signing keys, who was signed out) is
 * kept beside the profile, so that a console started again finds the pool as it left it, and not in it: the profile
 * is the console's, and nothing of the clinic may lie there in the clear.
 * @param {{ node: string, env: NodeJS.ProcessEnv, profile: string, stop: AbortSignal }} options
 * @returns {Promise<RunningClinic>}
 * @throws {SetupError} when it ends or is silent instead
 */
export async function startClinic({ node, env, profile, stop }) {
  const state = `${profile}-clinic`;
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const port = String(await clinicPort(state));
  const args = [inProject('e2e', 'clinic', 'main.ts'), '--port', port, '--state', state, '--quiet'];
  const child = startChild(node, args, { env, stdout: 'pipe' });
  try {
    return { endpoints: await firstLine(child, stop), close: () => stopChild(child) };
  } catch (error) {
    await stopChild(child);
    throw error;
  }
}

/**
 * The port that this clinic had before, if it is free, so that the console finds its pool where it was; else any free
 * one. It is remembered beside the clinic's other state.
 * @param {string} state
 * @returns {Promise<number>}
 */
export async function clinicPort(state) {
  const file = join(state, 'port');
  const before = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port =
    (Number.isInteger(before) && before > 0 ? await freePort(before) : undefined) ?? (await freePort(0));
  if (port === undefined) throw new SetupError('No free port on loopback for the demo clinic.');
  writeFileSync(file, `${port}\n`);
  return port;
}

/**
 * @param {number} wanted 0 for any
 * @returns {Promise<number | undefined>} undefined when it is taken
 */
function freePort(wanted) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port: wanted, host: '127.0.0.1' }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {AbortSignal} stop
 * @returns {Promise<import('./profile.mjs').ClinicEndpoints>}
 */
function firstLine(child, stop) {
  /** @type {Promise<string>} */
  const line = new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(
      () => fail(new SetupError('The demo clinic did not start in time.')),
      readyTimeoutMs,
    );
    /** @param {Error} error */
    const fail = (error) => {
      // A timer left behind would keep this process alive for its whole length.
      clearTimeout(timer);
      reject(error);
    };
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const end = text.indexOf('\n');
      if (end === -1) return;
      clearTimeout(timer);
      // What it says later must not fill the pipe.
      child.stdout?.removeAllListeners('data').resume();
      resolve(text.slice(0, end));
    });
    stop.addEventListener('abort', () => fail(new SetupError('Stopped.')), { once: true });
    child.once('error', fail);
    child.once('exit', (code) =>
      fail(new SetupError(`The demo clinic ended at once (${code ?? 'by a signal'}).`)),
    );
  });
  return line.then(parseEndpoints);
}

/**
 * @param {string} line
 * @returns {import('./profile.mjs').ClinicEndpoints}
 */
function parseEndpoints(line) {
  try {
    return /** @type {import('./profile.mjs').ClinicEndpoints} */ (JSON.parse(line));
  } catch {
    throw new SetupError(`The demo clinic did not print its endpoints but: ${line}`);
  }
}
