// A private session bus with its own gnome-keyring, for Linux machines without a secret service, and for tests.
//
// SECURITY: this protects nothing against a reader of the disk, for the passphrase lies beside the data. It is there
// so that restart, unlock and every keychain call run the real path. Whoever shows it must call it "no protection".
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the console shows as the kind of its keychain; see `keychainLabelVariable`. */
export const privateKeyringLabel = 'private-keyring-unprotected';
/** The environment variable that tells the console that its keyring is the private one. */
export const keychainLabelVariable = 'MEDMINDER_KEYCHAIN_LABEL';

const neededPrograms = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'];
const readyTimeoutMs = 30_000;

/**
 * The programs of a private keyring that this machine lacks; empty when all are there.
 * @returns {readonly string[]}
 */
export function missingKeyringPrograms() {
  return neededPrograms.filter(
    (program) => spawnSync('/bin/sh', ['-c', `command -v ${program}`]).status !== 0,
  );
}

/**
 * @typedef {object} PrivateKeyringOptions
 * @property {'unlocked' | 'locked' | 'none'} mode `none` is a bus on which nobody keeps secrets
 * @property {string | undefined} [dir] where the keyring and its passphrase are kept; without it, a temporary folder
 *
 * @typedef {object} PrivateKeyring
 * @property {Readonly<Record<string, string>>} env to be laid over the environment of whoever shall use it
 * @property {() => Promise<void>} close ends both daemons; a temporary keyring is deleted
 */

/**
 * Starts the bus and the keyring and resolves when secrets can be kept (or, for `locked` and `none`, cannot).
 * They end with `close()` or with this process, even when it is killed.
 * @param {PrivateKeyringOptions} options
 * @returns {Promise<PrivateKeyring>}
 * @throws {Error} when a program is missing or a daemon does not start; the message says what to do
 */
export async function startPrivateKeyring({ mode, dir }) {
  const missing = missingKeyringPrograms();
  if (missing.length > 0) {
    throw new Error(
      `A private keyring needs ${missing.join(', ')}. On Debian and Ubuntu: ` +
        'sudo apt-get install -y --no-install-recommends dbus gnome-keyring libsecret-1-0',
    );
  }
  const dataDir = dir ?? mkdtempSync(join(tmpdir(), 'mm-keyring-'));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const passphrase = readOrMakePassphrase(dataDir);
  // The sockets live in a short path of their own: a socket's path is limited to 108 bytes and a profile's is not.
  const runDir = mkdtempSync(join(tmpdir(), 'mm-bus-'));
  writeFileSync(join(runDir, 'bus.conf'), busConfig(join(runDir, 'bus')), { mode: 0o600 });

  const host = spawn(
    '/bin/sh',
    [
      fileURLToPath(new URL('keyring-host.sh', import.meta.url)),
      mode,
      runDir,
      dataDir,
      dir === undefined ? 'DELETE' : 'KEEP',
    ],
    // A session of its own, so that Ctrl-C in the terminal does not take the keyring before the console has closed.
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  const exited = new Promise((resolve) => host.once('exit', resolve));
  host.stdin.on('error', () => undefined);
  host.stdin.write(`${passphrase}\n`);
  try {
    await readyLine(host);
  } catch (error) {
    host.stdin.end();
    await exited;
    rmSync(runDir, { recursive: true, force: true });
    throw error;
  }
  host.unref();
  for (const stream of [host.stdin, host.stdout, host.stderr]) {
    /** @type {import('node:net').Socket} */ (stream).unref();
  }
  /** @type {Record<string, string>} */
  const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runDir, 'bus')}` };
  if (mode !== 'none') env[keychainLabelVariable] = privateKeyringLabel;
  return {
    env,
    close: async () => {
      host.ref();
      host.stdin.end();
      await exited;
    },
  };
}

/**
 * True when a private keyring was used in this folder before, and holds what was stored then.
 * @param {string} dir
 */
export function hasPrivateKeyring(dir) {
  return existsSync(passphraseFile(dir));
}

/** @param {string} dir */
function passphraseFile(dir) {
  return join(dir, 'passphrase');
}

/**
 * Never empty: for an empty passphrase gnome-keyring stores plain text.
 * @param {string} dir
 */
function readOrMakePassphrase(dir) {
  const file = passphraseFile(dir);
  if (existsSync(file)) {
    const stored = readFileSync(file, 'utf8').trim();
    if (stored.length < 16)
      throw new Error(`The passphrase in ${file} is damaged; its keyring cannot be opened.`);
    return stored;
  }
  if (existsSync(join(dir, 'keyrings', 'login.keyring'))) {
    throw new Error(
      `${file} is gone, so the keyring beside it cannot be opened. Put it back, or use another profile.`,
    );
  }
  const made = randomBytes(24).toString('base64url');
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  return made;
}

/**
 * A bus that can start no service by itself: else a call for secrets would start the machine's own keyring on it.
 * @param {string} socket
 */
function busConfig(socket) {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

/**
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} host
 * @returns {Promise<void>}
 */
function readyLine(host) {
  return new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    const timer = setTimeout(
      () => reject(new Error('The private keyring did not start in time.')),
      readyTimeoutMs,
    );
    host.stderr.on('data', (chunk) => (err += String(chunk)));
    host.stdout.on('data', (chunk) => {
      out += String(chunk);
      if (!out.includes('ready\n')) return;
      clearTimeout(timer);
      resolve();
    });
    host.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    host.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`The private keyring did not start. ${err.trim()}`));
    });
  });
}
