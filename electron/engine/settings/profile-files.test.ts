import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../shared/domain/settings.ts';
import { CrashingWorld, type Remains } from '../vault/testing/crashing-world.ts';
import { ProfileFiles } from './profile-files.ts';

const settingsOf = (label: string) =>
  settingsSchema.parse({
    label,
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_Abc123',
    clientId: '1example23456789',
    fhirBaseUrl: 'https://fhir.example.org/r4',
  });

describe('on a disk', () => {
  let folder: string;
  let files: ProfileFiles;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'profiles-'));
    files = new ProfileFiles(folder);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('has none at first, and makes no folder by looking', async () => {
    expect(await files.read()).toEqual({ all: [], activeId: null });
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps profiles and the choice among them, for the owner alone', async () => {
    const [north, south] = [settingsOf('North'), settingsOf('South')];
    await files.write('south', south);
    await files.write('north', north);
    await files.writeActive('south');
    expect(await files.read()).toEqual({
      all: [
        { id: 'north', settings: north },
        { id: 'south', settings: south },
      ],
      activeId: 'south',
    });
    await files.remove('south');
    expect((await files.read()).all.map(({ id }) => id)).toEqual(['north']);
  });

  it.skipIf(process.platform === 'win32')('writes for the owner alone', async () => {
    await files.write('north', settingsOf('North'));
    await files.writeActive('north');
    for (const name of ['north.json', '_active.json']) {
      expect((await stat(path.join(folder, 'profiles', name))).mode & 0o777).toBe(0o600);
    }
  });

  it('names a profile that cannot be used, and reads the others', async () => {
    await files.write('north', settingsOf('North'));
    await writeFile(path.join(folder, 'profiles', 'broken.json'), '{"label":"x"}');
    await writeFile(path.join(folder, 'profiles', 'Not an id.json'), '{}');
    await writeFile(path.join(folder, 'profiles', '_active.json'), '{"profileId":"../../etc"}');
    const { all, activeId } = await files.read();
    expect(activeId).toBeNull();
    expect(all.map(({ id }) => id)).toEqual(['broken', 'north']);
    expect(all[0]).toMatchObject({
      fault: {
        code: 'settings/invalid',
        detail: { profile: 'broken', fields: 'region, userPoolId, clientId, fhirBaseUrl' },
      },
    });
  });

  it('takes over the one file of versions before profiles, and only then', async () => {
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settingsOf('Old')));
    expect((await files.read()).all).toEqual([{ id: 'settings', settings: settingsOf('Old') }]);
    expect(await readdir(folder)).toEqual(['profiles']);
    await writeFile(path.join(folder, 'settings.json'), '{}');
    expect((await files.read()).all).toHaveLength(1);
    expect(await readFile(path.join(folder, 'settings.json'), 'utf8')).toBe('{}');
  });

  it.each(['../north', 'a/b', 'A', ''])('has no file for the id %j', async (id) => {
    await expect(files.write(id, settingsOf('x'))).rejects.toMatchObject({ code: 'settings/not-found' });
    await expect(files.remove(id)).rejects.toMatchObject({ code: 'settings/not-found' });
  });

  it('says that it cannot write', async () => {
    await writeFile(path.join(folder, 'profiles'), 'in the way');
    await expect(files.write('north', settingsOf('x'))).rejects.toMatchObject({
      code: 'settings/write-failed',
    });
    await rm(path.join(folder, 'profiles'));
    await mkdir(path.join(folder, 'profiles', 'north.json'), { recursive: true });
    await expect(files.write('north', settingsOf('x'))).rejects.toMatchObject({
      code: 'settings/write-failed',
    });
  });
});

describe('through a crash', () => {
  const [old, fresh] = [settingsOf('Old'), settingsOf('New')];
  const at = path.join('/u', 'profiles');
  const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  const before: Remains = {
    files: new Map([
      [path.join(at, 'a.json'), json(old)],
      [path.join(at, 'b.json'), json(old)],
      [path.join(at, '_active.json'), json({ profileId: 'a' })],
    ]),
    secrets: new Map(),
  };

  it.each<[string, Remains, (files: ProfileFiles) => Promise<unknown>]>([
    ['a change', before, async (files) => files.write('a', fresh)],
    ['a choice', before, async (files) => files.writeActive('b')],
    ['a removal', before, async (files) => files.remove('b')],
    [
      'a take-over',
      { files: new Map([[path.join('/u', 'settings.json'), json(old)]]), secrets: new Map() },
      async (files) => files.read(),
    ],
  ])('at any point of %s the old or the new stands, whole', async (_what, start, change) => {
    const undisturbed = new CrashingWorld(start);
    const stands = async (remains: Remains): Promise<string> =>
      JSON.stringify(await new ProfileFiles('/u', new CrashingWorld(remains)).read());
    const oldState = await stands(start);
    await change(new ProfileFiles('/u', undisturbed));
    const newState = await stands(undisturbed.afterKill());
    expect(undisturbed.points).toBeGreaterThan(3);
    for (let point = 1; point <= undisturbed.points; point += 1) {
      const world = new CrashingWorld(start, point);
      // A profile that dies under a reader counts as unreadable to it, and is whole to the next.
      await change(new ProfileFiles('/u', world)).catch(() => undefined);
      for (const remains of [world.afterKill(), world.afterPowerCut()]) {
        expect([oldState, newState]).toContain(await stands(remains));
      }
    }
  });
});
