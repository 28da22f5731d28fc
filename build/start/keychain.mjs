// Which keychain the console gets. macOS and Windows have one; on Linux it may have to be a private one.
import { join } from 'node:path';
import { hasPrivateKeyring, startPrivateKeyring } from '../keyring/private-keyring.mjs';
import { secretServiceState } from '../setup/secret-service.mjs';
import { SetupError } from '../setup/steps.mjs';

/**
 * @typedef {object} Keychain
 * @property {Readonly<Record<string, string>>} env
 * @property {string | undefined} warning for the terminal; undefined when the keychain is the system's own
 * @property {() => Promise<void>} close
 */

/**
 * The system's keychain where it opens, else a private keyring in the profile. A profile that began with a private
 * one keeps it: its keys are there and nowhere else.
 * @param {string} profile
 * @returns {Promise<Keychain>}
 * @throws {SetupError} when the private keyring cannot be opened
 */
export async function openKeychain(profile) {
  const dir = join(profile, 'keyring-private');
  const state = process.platform === 'linux' ? secretServiceState() : 'usable';
  const began = process.platform === 'linux' && hasPrivateKeyring(dir);
  if (state === 'usable' && !began) return { env: {}, warning: undefined, close: () => Promise.resolve() };
  const { env, close } = await startPrivateKeyring({ mode: 'unlocked', dir }).catch(asSetupError);
  return { env, warning: privateKeyringWarning({ began, state, dir }), close };
}

/**
 * @param {unknown} error its message is already for a person
 * @returns {never}
 */
function asSetupError(error) {
  throw new SetupError(error instanceof Error ? error.message : String(error));
}

/**
 * @param {{ began: boolean, state: import('../setup/secret-service.mjs').SecretServiceState, dir: string }} facts
 * @returns {string}
 */
export function privateKeyringWarning({ began, state, dir }) {
  const reason = {
    usable: 'this profile began with it',
    locked: "the session's keyring is locked, and there is no display to ask at",
    absent: 'there is no secret service on the session bus',
  };
  return [
    `KEYCHAIN: a private keyring, because ${reason[began ? 'usable' : state]}.`,
    '          This is NO PROTECTION: its passphrase lies beside it, and whoever reads this disk reads the keys.',
    `          ${dir}`,
  ].join('\n');
}
