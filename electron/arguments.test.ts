import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleArguments } from './arguments.ts';

const HERE = { packaged: false, platform: 'linux', env: {} } as const;

describe('--settings', () => {
  it.each([
    [[], null],
    [['--settings='], null],
    [['electron', 'out/main.js', '--settings=/etc/console.json'], '/etc/console.json'],
    [['--settings=/a.json', '--settings=/b.json'], '/b.json'],
  ])('%o → %s', (argv, expected) => {
    const { settingsFile } = consoleArguments({ ...HERE, argv });
    expect(settingsFile).toBe(expected === null ? null : path.resolve(expected));
  });
});

describe('--demo and --policy', () => {
  const argv = ['--demo=/d.json', '--policy=/p.json'];
  it('count in development', () => {
    expect(consoleArguments({ ...HERE, argv })).toMatchObject({
      demoFile: path.resolve('/d.json'),
      policy: { file: path.resolve('/p.json'), mustExist: true, mayBelongToUser: true },
    });
  });

  it('are ignored by a package', () => {
    expect(consoleArguments({ ...HERE, argv, packaged: true })).toMatchObject({
      demoFile: null,
      policy: { file: '/etc/medminder-console/policy.json', mustExist: false, mayBelongToUser: false },
    });
  });
});

it.each([
  ['linux', '/opt/console/console', '/etc/medminder-console/policy.json'],
  ['darwin', '/Applications/Console', '/Library/Application Support/MedMinder Console/policy.json'],
  ['win32', 'D:\\Apps\\console.exe', 'D:\\ProgramData\\MedMinder Console\\policy.json'],
  ['win32', 'C:\\Program Files\\Console\\console.exe', 'C:\\ProgramData\\MedMinder Console\\policy.json'],
] as const)('the policy on %s for %s: %s', (platform, execPath, file) => {
  process.env['ProgramData'] = 'X:\\elsewhere';
  try {
    expect(consoleArguments({ argv: [], packaged: true, platform, execPath }).policy.file).toBe(file);
  } finally {
    delete process.env['ProgramData'];
  }
});
