// The secret service of Linux: is one on the session bus that opens, and what a private one needs.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { missingKeyringPrograms } from '../keyring/private-keyring.mjs';
import { runQuiet } from './run.mjs';
import { aptInstall, canUseApt, installLine } from './system-packages.mjs';

const systemPackages = Object.freeze({
  apt: ['dbus', 'gnome-keyring', 'libsecret-1-0'],
  dnf: ['dbus-daemon', 'dbus-tools', 'gnome-keyring', 'libsecret'],
  pacman: ['dbus', 'gnome-keyring', 'libsecret'],
});
const service = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';

/**
 * One method call on the session bus.
 * @typedef {(destination: string, path: string, member: string, ...args: readonly string[]) => string | undefined} BusCall
 */

/**
 * What the session's own secret service can do for us.
 * `usable`: it is open, or a person can open it at a prompt. `locked`: it is shut and nobody could be asked.
 * @typedef {'usable' | 'locked' | 'absent'} SecretServiceState
 */

/**
 * Asks the session bus, really: the name alone does not tell whether a secret can be stored.
 * @param {BusCall} [call]
 * @param {{ display: boolean }} [session]
 * @returns {SecretServiceState}
 */
export function secretServiceState(call = dbusSend, session = { display: hasDisplay() }) {
  // Resolving an alias also starts the service when the bus knows how to.
  const collection = objectPath(
    call(service, servicePath, 'org.freedesktop.Secret.Service.ReadAlias', 'string:default'),
  );
  if (collection === undefined) return 'absent';
  const byPrompt = session.display ? 'usable' : 'locked';
  if (collection === '/') return byPrompt;
  const locked = call(
    service,
    collection,
    'org.freedesktop.DBus.Properties.Get',
    'string:org.freedesktop.Secret.Collection',
    'string:Locked',
  );
  if (locked === undefined) return 'absent';
  return /boolean\s+false/u.test(locked) ? 'usable' : byPrompt;
}

/**
 * True when a window can be shown.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [platform]
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  if (platform !== 'linux') return true;
  return [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((display) => display !== undefined && display !== '');
}

/**
 * @param {string | undefined} reply
 * @returns {string | undefined}
 */
function objectPath(reply) {
  return reply === undefined ? undefined : /object path "([^"]+)"/u.exec(reply)?.[1];
}

/** @type {BusCall} */
function dbusSend(destination, path, member, ...args) {
  const runtimeDir = process.env['XDG_RUNTIME_DIR'];
  const socket = runtimeDir === undefined ? undefined : join(runtimeDir, 'bus');
  const address =
    process.env['DBUS_SESSION_BUS_ADDRESS'] ??
    (socket !== undefined && existsSync(socket) ? `unix:path=${socket}` : undefined);
  // Without an address dbus-send would start a bus of its own, and that one would outlive us.
  if (address === undefined || address === '') return undefined;
  const { status, stdout } = runQuiet(
    'dbus-send',
    [
      `--bus=${address}`,
      '--print-reply',
      '--reply-timeout=5000',
      `--dest=${destination}`,
      path,
      member,
      ...args,
    ],
    { timeoutMs: 6_000 },
  );
  return status === 0 ? stdout : undefined;
}

/** The keychain module loads this library when it runs; the package does not bring it. */
function hasLibsecret() {
  const dirs = ['/usr/lib', '/usr/lib64', '/lib', '/lib64', '/usr/local/lib'];
  const nested = dirs
    .filter((dir) => existsSync(dir))
    .flatMap((dir) => readdirSync(dir).map((name) => join(dir, name)));
  return [
    ...dirs,
    ...nested.filter((path) => path.endsWith('-linux-gnu') || path.endsWith('-linux-gnueabihf')),
  ].some((dir) => existsSync(join(dir, 'libsecret-1.so.0')));
}

/** @type {import('./steps.mjs').Step} */
export const secretServiceStep = {
  title: 'Get a secret service',
  why: 'keys and refresh tokens live in the keychain of the system, never in a file',
  required: true,
  check: () => {
    if (process.platform !== 'linux') return true;
    return hasLibsecret() && (missingKeyringPrograms().length === 0 || secretServiceState() === 'usable');
  },
  act: () => {
    if (!canUseApt()) throw new Error('this system has no secret service, or not all of it.');
    aptInstall(systemPackages.apt);
  },
  otherwise: () => installLine(systemPackages),
};
