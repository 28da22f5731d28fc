// A Chromium for the stand-in runtime: found, installed by apt, or fetched by Playwright.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { isReachable, usableElectron, wantedRuntime } from './electron.mjs';
import { inProject } from './paths.mjs';
import { runLoud, runQuiet } from './run.mjs';
import { askOnce } from './state.mjs';
import { aptInstall, aptOffers, canUseApt, installLine } from './system-packages.mjs';

/** Xvfb lets the tests open a visible window on a machine without a display. */
const systemPackages = Object.freeze({
  apt: ['chromium', 'xvfb', 'xauth', 'fonts-dejavu-core'],
  dnf: ['chromium', 'xorg-x11-server-Xvfb', 'dejavu-sans-fonts'],
  pacman: ['chromium', 'xorg-server-xvfb', 'ttf-dejavu'],
});
const playwrightHost = Object.freeze({ host: 'cdn.playwright.dev', port: 443 });
const downloadTimeoutMs = 900_000;

/**
 * @typedef {object} Machine where the finder looks; a test hands in another
 * @property {string} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {string} home
 * @property {(path: string) => boolean} exists
 * @property {(dir: string) => readonly string[]} list empty when there is no such folder
 */

/** @type {Machine} */
const thisMachine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  exists: existsSync,
  list: (dir) => (existsSync(dir) ? readdirSync(dir) : []),
};

/**
 * Every place where a Chromium may be and something is, best first. MEDMINDER_CHROMIUM is believed before all others.
 * @param {Machine} [machine]
 * @returns {readonly string[]}
 */
export function chromiumCandidates(machine = thisMachine) {
  const named = machine.env['MEDMINDER_CHROMIUM'];
  const wanted = named === undefined || named === '' ? [] : [named];
  return [...wanted, ...installed(machine), ...fromPlaywright(machine)].filter((path) =>
    machine.exists(path),
  );
}

/**
 * @param {Machine} machine
 * @returns {readonly string[]}
 */
function installed({ platform, env }) {
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    );
  }
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (dir) => dir !== undefined,
    );
    return ['Chromium\\Application', 'Google\\Chrome\\Application', 'Microsoft\\Edge\\Application'].flatMap(
      (app) => roots.map((dir) => `${dir}\\${app}\\${app.includes('Edge') ? 'msedge' : 'chrome'}.exe`),
    );
  }
  const names = [
    'chromium',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'chromium-browser',
  ];
  const dirs = (env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== '');
  return names.flatMap((name) => dirs.map((dir) => join(dir, name)));
}

/**
 * @param {Machine} machine
 * @returns {readonly string[]} newest revision first
 */
function fromPlaywright({ platform, env, home, list }) {
  const byPlatform = /** @type {Record<string, string>} */ ({
    darwin: join(home, 'Library', 'Caches', 'ms-playwright'),
    win32: join(env['LOCALAPPDATA'] ?? home, 'ms-playwright'),
  });
  const browsers =
    env['PLAYWRIGHT_BROWSERS_PATH'] ?? byPlatform[platform] ?? join(home, '.cache', 'ms-playwright');
  const programs = [
    ['chrome-linux64', 'chrome'],
    ['chrome-linux', 'chrome'],
    ['chrome-mac-arm64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
    ['chrome-mac-x64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
    ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
    ['chrome-win64', 'chrome.exe'],
    ['chrome-win', 'chrome.exe'],
  ];
  return list(browsers)
    .filter((name) => /^chromium-\d+$/u.test(name))
    .sort((a, b) => Number(b.slice('chromium-'.length)) - Number(a.slice('chromium-'.length)))
    .flatMap((name) => programs.map((parts) => join(browsers, name, ...parts)));
}

/**
 * The Chromium that the stand-in uses; undefined when none starts here.
 * @returns {string | undefined}
 */
export function findChromium() {
  return chromiumCandidates().find((path) => !isSnap(path) && askOnce(path, () => starts(path)));
}

/**
 * A snap is shut in: it reaches neither our profile folder nor the DevTools pipe.
 * @param {string} path
 */
function isSnap(path) {
  return path.startsWith('/snap/') || realpathSync(path) === '/usr/bin/snap';
}

/**
 * On macOS and Windows `--version` opens a window, so there the file alone must do.
 * @param {string} path
 */
function starts(path) {
  if (process.platform !== 'linux') return true;
  const { status, stdout } = runQuiet(path, ['--version']);
  return status === 0 && /\d+\.\d+\.\d+/u.test(stdout);
}

/**
 * @param {{ node: () => string }} options
 * @returns {import('./steps.mjs').Step}
 */
export function chromiumStep({ node }) {
  return {
    title: 'Get a Chromium',
    why: 'it shows the windows where Electron cannot be had',
    required: true,
    check: () =>
      (wantedRuntime() !== 'chromium' && usableElectron() !== undefined) || findChromium() !== undefined,
    act: async () => {
      if (canUseApt()) {
        aptInstallChromium();
        if (findChromium() !== undefined) return;
      }
      if (!(await isReachable(playwrightHost))) {
        throw new Error(`there is none, and ${playwrightHost.host} cannot be reached from here.`);
      }
      runLoud(node(), [inProject('node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], {
        timeoutMs: downloadTimeoutMs,
      });
    },
    otherwise: () =>
      process.platform === 'linux'
        ? `${installLine(systemPackages)}     (or set MEDMINDER_CHROMIUM to the path of a Chromium or Chrome)`
        : 'Install Google Chrome (https://www.google.com/chrome/), or set MEDMINDER_CHROMIUM to the path of a Chromium.',
  };
}

/** A failure of apt is told and survived: Playwright may still bring one. */
function aptInstallChromium() {
  try {
    aptInstall(systemPackages.apt.filter((name) => name !== 'chromium'));
    if (aptOffers('chromium')) aptInstall(['chromium']);
  } catch (error) {
    console.log(`  ${error instanceof Error ? error.message : String(error)}`);
  }
}
