import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/domain/settings.ts';
import { NO_POLICY, readPolicy, underPolicy } from './policy.ts';

const MANAGED = {
  label: 'North clinic',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Abc123',
  clientId: '1example23456789',
  fhirBaseUrl: 'https://fhir.example.org/r4',
};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'policy-'));
  file = path.join(folder, 'policy.json');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const read = async (over: Partial<Parameters<typeof readPolicy>[0]> = {}) =>
  readPolicy({ file, mustExist: false, mayBelongToUser: true, ...over });

it('is none where there is no file, unless one was named', async () => {
  expect(await read()).toEqual(NO_POLICY);
  expect(await read({ file: path.join(file, 'below') })).toEqual(NO_POLICY);
  await expect(read({ mustExist: true })).rejects.toMatchObject({
    code: 'settings/invalid',
    detail: { reason: 'unreadable', policy: file },
  });
});

it('fixes only what it names, whatever defaults the settings have', async () => {
  await writeFile(file, '\uFEFF{"fixed":{"idleLockMs":300000}}');
  const policy = await read();
  expect(policy).toEqual({ fixed: { idleLockMs: 300_000 }, profiles: [], mayAddProfiles: true });
  const settings = settingsSchema.parse({
    ...MANAGED,
    groups: { compliance: 'c', admin: 'a', support: 's' },
  });
  expect(underPolicy(settings, policy)).toEqual({ ...settings, idleLockMs: 300_000 });
});

it('brings profiles', async () => {
  await writeFile(
    file,
    JSON.stringify({ profiles: [{ id: 'north', settings: MANAGED }], mayAddProfiles: false }),
  );
  expect(await read()).toEqual({
    fixed: {},
    profiles: [{ id: 'north', settings: settingsSchema.parse(MANAGED) }],
    mayAddProfiles: false,
  });
});

describe('is refused, and nothing goes on without it,', () => {
  it.each([
    ['no JSON', '{', { reason: 'not-json' }],
    ['an unknown field', '{"fixd":{}}', { fields: 'fixd' }],
    ['an unknown fixed field', '{"fixed":{"secret":"x"}}', { fields: 'fixed.secret' }],
    ['a fixed value out of its bounds', '{"fixed":{"idleLockMs":900001}}', { fields: 'fixed.idleLockMs' }],
    ['half a profile', '{"profiles":[{"id":"a","settings":{"label":"x"}}]}', {}],
    [
      'an id that is none',
      JSON.stringify({ profiles: [{ id: '../a', settings: MANAGED }] }),
      { fields: 'profiles.0.id' },
    ],
    [
      'two profiles of one id',
      JSON.stringify({
        profiles: [
          { id: 'a', settings: MANAGED },
          { id: 'a', settings: MANAGED },
        ],
      }),
      { fields: 'profiles' },
    ],
    ['plain http', '{"fixed":{"fhirBaseUrl":"http://fhir.example"}}', { fields: 'fixed.fhirBaseUrl' }],
    ['a list', '[]', {}],
    ['too much', `"${'x'.repeat(256 * 1024)}"`, { reason: 'too-large' }],
  ])('for %s', async (_what, text, detail) => {
    await writeFile(file, text);
    await expect(read()).rejects.toMatchObject({
      code: 'settings/invalid',
      detail: { ...detail, policy: file },
    });
  });

  it('for a folder in its place', async () => {
    await mkdir(file);
    await expect(read()).rejects.toMatchObject({ code: 'settings/invalid' });
  });

  describe.skipIf(process.platform === 'win32')('on POSIX', () => {
    it.each([0o666, 0o622, 0o620, 0o602])('for the mode %o', async (mode) => {
      await writeFile(file, '{}');
      await chmod(file, mode);
      await expect(read()).rejects.toMatchObject({ detail: { reason: 'writable-by-others', policy: file } });
    });

    it.each([0o600, 0o644, 0o444])('but not for the mode %o', async (mode) => {
      await writeFile(file, '{}');
      await chmod(file, mode);
      expect(await read()).toEqual(NO_POLICY);
    });

    it('for a link to a file that others can write', async () => {
      const target = path.join(folder, 'elsewhere.json');
      await writeFile(target, '{}');
      await chmod(target, 0o666);
      await symlink(target, file);
      await expect(read()).rejects.toMatchObject({ detail: { reason: 'writable-by-others' } });
    });

    it('for a folder that others can write, in a package', async () => {
      await writeFile(file, '{}');
      await chmod(file, 0o644);
      await chmod(folder, 0o777);
      const packaged = read({ mayBelongToUser: false });
      const reason = process.getuid?.() === 0 ? 'folder-writable-by-others' : 'not-roots';
      await expect(packaged).rejects.toMatchObject({ detail: { reason } });
    });

    it.skipIf(process.getuid?.() === 0)('for a file of the user, in a package', async () => {
      await writeFile(file, '{}');
      await expect(read({ mayBelongToUser: false })).rejects.toMatchObject({
        detail: { reason: 'not-roots' },
      });
    });

    it.skipIf(process.getuid?.() !== 0)('for a file of somebody else', async () => {
      const { chown } = await import('node:fs/promises');
      await writeFile(file, '{}');
      await chown(file, 12_345, 12_345);
      await expect(read()).rejects.toMatchObject({ detail: { reason: 'not-roots' } });
    });
  });
});
