// Electron's binary: downloaded when it can be, tried before it is trusted, done without when it cannot.
// `electron` is never required here: under plain Node, requiring it starts a download.
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { runLoud, runQuiet } from './run.mjs';
import { inProject } from './paths.mjs';
import { askOnce, readState, remember } from './state.mjs';

const probeTimeoutMs = 3_000;
const downloadTimeoutMs = 600_000;

/**
 * The path of Electron's binary; undefined when it is not there.
 * @param {string} [packageDir]
 * @returns {string | undefined}
 */
export function electronBinary(packageDir = inProject('node_modules', 'electron')) {
  const pathFile = join(packageDir, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(packageDir, 'dist');
  const binary = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/**
 * The Electron that runs on this machine; undefined when it is absent or lacks libraries of the system.
 * @returns {string | undefined}
 */
export function usableElectron() {
  const binary = electronBinary();
  return binary !== undefined && askOnce(binary, () => starts(binary)) ? binary : undefined;
}

/** The runtime that somebody asked for by MEDMINDER_RUNTIME; undefined leaves the choice to what can be had. */
export function wantedRuntime() {
  const wanted = process.env['MEDMINDER_RUNTIME'];
  return wanted === 'electron' || wanted === 'chromium' ? wanted : undefined;
}

/**
 * As Node it needs no display, and yet the loader must find every shared library of the whole browser.
 * @param {string} binary
 */
function starts(binary) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return runQuiet(binary, ['-p', 'process.versions.electron'], { env }).status === 0;
}

/**
 * The host that must answer before a download is worth starting: a proxy, a mirror, or the public place.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ host: string, port: number }}
 */
export function downloadHost(env) {
  const address =
    env['HTTPS_PROXY'] ??
    env['https_proxy'] ??
    env['ELECTRON_MIRROR'] ??
    env['npm_config_electron_mirror'] ??
    'https://github.com';
  const { hostname, port, protocol } = new URL(address.includes('://') ? address : `http://${address}`);
  return { host: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) };
}

/**
 * @param {{ host: string, port: number }} target
 * @param {number} [timeoutMs]
 * @returns {Promise<boolean>}
 */
export function isReachable(target, timeoutMs = probeTimeoutMs) {
  return new Promise((resolve) => {
    const socket = connect(target);
    /** @param {boolean} answer */
    const settle = (answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    // Covers the look-up of the name as well, which a socket's own timeout does not.
    const timer = setTimeout(() => settle(false), timeoutMs);
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

/**
 * The step that fetches the binary. Once it was out of reach it is left alone until somebody asks again.
 * @param {{ retry: boolean, node: () => string }} options
 * @returns {import('./steps.mjs').Step}
 */
export function electronStep({ retry, node }) {
  let retryPending = retry;
  return {
    title: 'Fetch the Electron binary',
    why: 'the console is an Electron app; without it, a stand-in on Chromium shows the same windows',
    required: false,
    check: () =>
      wantedRuntime() === 'chromium' ||
      usableElectron() !== undefined ||
      (!retryPending && readState().electronUnreachableAt !== undefined) ||
      (!retryPending && electronBinary() !== undefined),
    act: async () => {
      if (retryPending) remember({ electronUnreachableAt: undefined, runs: undefined });
      retryPending = false;
      if (usableElectron() !== undefined) return;
      const target = downloadHost(process.env);
      const now = new Date().toISOString();
      if (!(await isReachable(target))) {
        remember({ electronUnreachableAt: now });
        throw new Error(`${target.host} cannot be reached from here.`);
      }
      try {
        runLoud(node(), [inProject('node_modules', 'electron', 'install.js')], {
          timeoutMs: downloadTimeoutMs,
          env: { ...process.env, ELECTRON_GET_USE_PROXY: '1' },
        });
      } catch (error) {
        remember({ electronUnreachableAt: now });
        throw error;
      }
      remember({ electronUnreachableAt: undefined });
      if (usableElectron() === undefined) {
        throw new Error('it was fetched but does not start: libraries of the system are missing.');
      }
    },
    otherwise: () =>
      electronBinary() === undefined
        ? 'Chromium serves instead. To try again: npm run setup -- --retry-electron'
        : 'Chromium serves instead. With the libraries that Electron needs (on Debian: sudo npx playwright install-deps ' +
          'chromium), type: npm run setup -- --retry-electron',
  };
}
