// Runs a command with a private keyring of its own.
//
//   node build/keyring/with-keyring.mjs [--ephemeral | --dir=DIR] [--locked | --none] -- COMMAND [ARGS]
//
//   --ephemeral  (default) a temporary keyring, deleted afterwards
//   --dir=DIR    a keyring that is kept in DIR and found again
//   --locked     the keyring exists and is shut: reads answer null, writes fail
//   --none       a bus on which nobody keeps secrets
//
// macOS and Windows have a keychain always: there the command simply runs. Exits as the command does.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { startPrivateKeyring } from './private-keyring.mjs';

const split = process.argv.indexOf('--');
const options = process.argv.slice(2, split === -1 ? undefined : split);
const command = split === -1 ? [] : process.argv.slice(split + 1);
const known = /^--(ephemeral|locked|none|dir=.+)$/u;
const unknown = options.find((option) => !known.test(option));
const [program, ...args] = command;

if (program === undefined || unknown !== undefined) {
  console.error(unknown === undefined ? 'No command.' : `Unknown option ${unknown}.`);
  console.error('with-keyring.mjs [--ephemeral | --dir=DIR] [--locked | --none] -- COMMAND [ARGS]');
  process.exit(64);
}
process.exitCode = await run(program, args);

/**
 * @param {string} file
 * @param {readonly string[]} rest
 * @returns {Promise<number>}
 */
async function run(file, rest) {
  const keyring = process.platform === 'linux' ? await startPrivateKeyring(wanted()) : undefined;
  try {
    return await exitCode(
      spawn(file, rest, {
        stdio: 'inherit',
        env: { ...process.env, ...keyring?.env },
        shell: process.platform === 'win32',
      }),
    );
  } finally {
    await keyring?.close();
  }
}

/** @returns {import('./private-keyring.mjs').PrivateKeyringOptions} */
function wanted() {
  const dir = options.find((option) => option.startsWith('--dir='))?.slice('--dir='.length);
  return {
    mode: options.includes('--none') ? 'none' : options.includes('--locked') ? 'locked' : 'unlocked',
    dir,
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function exitCode(child) {
  // The terminal sends Ctrl-C to the child as well; TERM reaches only us, so it is handed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.once('exit', (code, signal) =>
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
    );
  });
}
