import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where to look, so that a test can hand in its own machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly exists: (file: string) => boolean;
  readonly list: (folder: string) => readonly string[];
}

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
];
const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const WINDOWS_PATHS = [
  String.raw`Chromium\Application\chrome.exe`,
  String.raw`Google\Chrome\Application\chrome.exe`,
  String.raw`Microsoft\Edge\Application\msedge.exe`,
];

/** This machine. */
export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    exists: existsSync,
    list: (folder) => {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
  };
}

/** Chromium's executable: `MEDMINDER_CHROMIUM` first, then the usual places, then what Playwright has downloaded. */
export function findChromium(machine: Machine = thisMachine()): string | undefined {
  const named = machine.env['MEDMINDER_CHROMIUM'];
  if (named !== undefined && named !== '') return machine.exists(named) ? named : undefined;
  return [...installed(machine), ...fromPlaywright(machine)].find((file) => machine.exists(file));
}

function installed(machine: Machine): readonly string[] {
  if (machine.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) => {
      const root = machine.env[variable];
      return root === undefined ? [] : WINDOWS_PATHS.map((file) => path.win32.join(root, file));
    });
  }
  if (machine.platform === 'darwin') {
    return ['/Applications', path.join(machine.home, 'Applications')].flatMap((folder) =>
      MAC_APPS.map((name) => path.join(folder, `${name}.app/Contents/MacOS/${name}`)),
    );
  }
  const folders = (machine.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return LINUX_NAMES.flatMap((name) =>
    [...folders, '/usr/bin', '/snap/bin'].map((folder) => path.join(folder, name)),
  );
}

function fromPlaywright(machine: Machine): readonly string[] {
  const caches: Partial<Record<NodeJS.Platform, string>> = {
    darwin: path.join(machine.home, 'Library/Caches/ms-playwright'),
    win32: path.win32.join(machine.env['LOCALAPPDATA'] ?? '', 'ms-playwright'),
  };
  const cache =
    machine.env['PLAYWRIGHT_BROWSERS_PATH'] ??
    caches[machine.platform] ??
    path.join(machine.home, '.cache/ms-playwright');
  const versions = machine
    .list(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  const inside = [
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win64/chrome.exe',
    'chrome-win/chrome.exe',
  ];
  return versions.flatMap((version) => inside.map((file) => path.join(cache, version, file)));
}
