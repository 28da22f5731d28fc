import { describe, expect, it } from 'vitest';
import { chromiumCandidates } from './chromium.mjs';
import type { Machine } from './chromium.mjs';

function machine(platform: string, files: readonly string[], env: NodeJS.ProcessEnv = {}): Machine {
  const there = new Set(files);
  return {
    platform,
    env: { PATH: '/usr/local/bin:/usr/bin', ...env },
    home: '/home/ada',
    exists: (path) => there.has(path),
    list: (dir) => [
      ...new Set(
        files
          .filter((file) => file.startsWith(`${dir}/`))
          .map((file) => file.slice(dir.length + 1).split('/')[0]!),
      ),
    ],
  };
}

const cache = '/home/ada/.cache/ms-playwright';

describe.skipIf(process.platform === 'win32')('chromiumCandidates', () => {
  it('finds nothing on an empty machine', () => {
    for (const platform of ['linux', 'darwin', 'win32'])
      expect(chromiumCandidates(machine(platform, []))).toEqual([]);
  });

  it('believes the variable first, then the path, then what Playwright brought, newest first', () => {
    const files = [
      `${cache}/chromium-9/chrome-linux/chrome`,
      `${cache}/chromium-1200/chrome-linux64/chrome`,
      `${cache}/chromium_headless_shell-1200/chrome-linux/headless_shell`,
      '/usr/bin/google-chrome',
      '/usr/bin/chromium',
      '/opt/chrome',
    ];
    expect(chromiumCandidates(machine('linux', files, { MEDMINDER_CHROMIUM: '/opt/chrome' }))).toEqual([
      '/opt/chrome',
      '/usr/bin/chromium',
      '/usr/bin/google-chrome',
      `${cache}/chromium-1200/chrome-linux64/chrome`,
      `${cache}/chromium-9/chrome-linux/chrome`,
    ]);
  });

  it('passes over a variable that points to nothing', () => {
    const found = chromiumCandidates(
      machine('linux', ['/usr/bin/chromium'], { MEDMINDER_CHROMIUM: '/gone' }),
    );
    expect(found).toEqual(['/usr/bin/chromium']);
  });

  it('knows where macOS and Windows keep theirs', () => {
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(chromiumCandidates(machine('darwin', [mac]))).toEqual([mac]);
    const windows = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    expect(chromiumCandidates(machine('win32', [windows], { ProgramFiles: 'C:\\Program Files' }))).toEqual([
      windows,
    ]);
  });
});
