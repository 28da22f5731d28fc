import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../shared/domain/settings.ts';
import { ended, startChild, stopChild } from './children.mjs';
import { consoleCommand, displayWords } from './console.mjs';
import { clinicPort } from './demo-clinic.mjs';
import { privateKeyringWarning } from './keychain.mjs';
import {
  defaultProfile,
  demoSettings,
  forgetConnections,
  makeProfile,
  writeDemoSettings,
} from './profile.mjs';

const clinic = {
  cognito: 'http://127.0.0.1:4100/',
  fhir: 'http://127.0.0.1:4100/fhir',
  userPoolId: 'eu-central-1_DemoMedMd',
  clientId: '4medminderconsoledemo26chr',
  region: 'eu-central-1',
  persons: 'http://127.0.0.1:4100/persons',
};

async function inFolder(use: (dir: string) => Promise<void> | void): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'start-test-'));
  try {
    await use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe.skipIf(process.platform === 'win32')('defaultProfile', () => {
  it.each([
    ['linux', {}, '/home/ada/.config/medminder-console-demo'],
    ['linux', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/medminder-console-demo'],
    ['darwin', {}, '/home/ada/Library/Application Support/medminder-console-demo'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/medminder-console-demo'],
  ])('on %s with %j: %s', (platform, env, folder) => {
    expect(defaultProfile({ kind: 'demo', platform, env, home: '/home/ada' })).toBe(folder);
  });

  it('keeps demo and real data apart', () => {
    const at = { platform: 'linux', env: {}, home: '/home/ada' };
    const kinds = ['real', 'demo', 'first-run'] as const;
    expect(new Set(kinds.map((kind) => defaultProfile({ kind, ...at }))).size).toBe(3);
  });
});

it('puts connections aside for another first run, and nothing else', async () => {
  await inFolder((profile) => {
    forgetConnections(profile);
    mkdirSync(join(profile, 'profiles'));
    writeFileSync(join(profile, 'profiles', 'north.json'), '{}');
    mkdirSync(join(profile, 'vaults'));
    forgetConnections(profile, new Date(0));
    const aside = 'profiles-until-1970-01-01T00-00-00-000Z';
    expect(readdirSync(profile).toSorted()).toEqual([aside, 'vaults']);
    expect(readdirSync(join(profile, aside))).toEqual(['north.json']);
  });
});

describe('demo settings', () => {
  it.each([clinic, { ...clinic, identityPoolId: 'eu-central-1:6d6d6564-6d69-4e64-8572-64656d6f0001' }])(
    'are settings as the console wants them',
    (endpoints) => {
      expect(settingsSchema.safeParse(demoSettings(endpoints)).error).toBeUndefined();
    },
  );

  it('name the keys of the pool where Cognito serves them, unless the clinic says otherwise', () => {
    expect(demoSettings(clinic).jwksUri).toBe(
      'http://127.0.0.1:4100/eu-central-1_DemoMedMd/.well-known/jwks.json',
    );
    expect(demoSettings({ ...clinic, jwksUri: 'http://127.0.0.1:1/k' }).jwksUri).toBe('http://127.0.0.1:1/k');
  });

  it.skipIf(process.platform === 'win32')('are written for the owner alone', async () => {
    await inFolder((dir) => {
      const profile = join(dir, 'a', 'profile');
      makeProfile(profile);
      const file = writeDemoSettings(profile, clinic);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(demoSettings(clinic));
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(profile).mode & 0o777).toBe(0o700);
    });
  });
});

describe('consoleCommand', () => {
  const files = { profile: '/p', settings: '/s.json' };
  const ordinary = { isRoot: false, display: true, xvfbRun: undefined };
  const electron = { node: '/node', runtime: 'electron', electron: '/electron' } as const;

  it('runs the stand-in under Node', () => {
    const standIn = { node: '/node', runtime: 'chromium', electron: '/stand-in.mjs' } as const;
    const { program, args } = consoleCommand(standIn, files, ordinary);
    expect(program).toBe('/node');
    expect(args).toEqual(['/stand-in.mjs', expect.any(String), '--user-data-dir=/p', '--settings=/s.json']);
  });

  it('offers the demo clinic in the first run instead of deciding for it', () => {
    const { args } = consoleCommand(electron, { profile: '/p', demo: '/d.json' }, ordinary);
    expect(args).toEqual([expect.any(String), '--user-data-dir=/p', '--demo=/d.json']);
  });

  it('leaves the sandbox on for an ordinary user', () => {
    const { program, args, notes } = consoleCommand(electron, files, ordinary);
    expect(program).toBe('/electron');
    expect(args).not.toContain('--no-sandbox');
    expect(notes.join()).not.toContain('SANDBOX');
  });

  it('says so when root has none', () => {
    const { args, notes } = consoleCommand(electron, files, { ...ordinary, isRoot: true });
    expect(args[0]).toBe('--no-sandbox');
    expect(notes.join()).toContain('SANDBOX: off');
  });

  it('gives Electron a virtual display where there is none', () => {
    const bare = { isRoot: false, display: false, xvfbRun: '/usr/bin/xvfb-run' };
    const { program, args } = consoleCommand(electron, files, bare);
    expect([program, ...args.slice(0, 2)]).toEqual(['/usr/bin/xvfb-run', '-a', '/electron']);
  });

  it('tells how to look only where nothing can be seen', () => {
    expect(displayWords(true)).toEqual([]);
    expect(displayWords(false).join()).toContain('headless');
  });
});

describe('private keyring', () => {
  it.each(['usable', 'locked', 'absent'] as const)('is called no protection (%s)', (state) => {
    const words = privateKeyringWarning({ began: state === 'usable', state, dir: '/p/keyring-private' });
    expect(words).toContain('NO PROTECTION');
    expect(words).toContain('/p/keyring-private');
  });
});

describe('clinicPort', () => {
  it('is the same again, and another one when it is taken', async () => {
    await inFolder(async (dir) => {
      const first = await clinicPort(dir);
      expect(await clinicPort(dir)).toBe(first);
      const server = createServer().listen(first, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      expect((server.address() as AddressInfo).port).toBe(first);
      expect(await clinicPort(dir)).not.toBe(first);
      await new Promise((resolve) => server.close(resolve));
    });
  });
});

describe('children', () => {
  it('end when asked, and a second time without harm', async () => {
    const child = startChild(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { env: process.env });
    await stopChild(child);
    await stopChild(child);
    expect(child.signalCode ?? child.exitCode).not.toBeNull();
  });

  it('hand on their exit code, also late', async () => {
    const child = startChild(process.execPath, ['-e', 'process.exit(7)'], { env: process.env });
    expect(await ended(child)).toBe(7);
    expect(await ended(child)).toBe(7);
  });
});
