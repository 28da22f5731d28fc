import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExportFolder, writeFailure } from './export-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = Buffer.from('{"a": 1}\n');

describe('ExportFolder', () => {
  it('writes exactly the bytes, for the owner alone, and nothing beside them', async () => {
    const target = new ExportFolder(folder, 'job');
    await target.begin();
    expect(await target.write('name', bytes)).toBe('written');
    await target.settle();
    expect(readdirSync(folder)).toEqual(['name']);
    expect(readFileSync(join(folder, 'name')).equals(bytes)).toBe(true);
    expect(statSync(join(folder, 'name')).mode & 0o777).toBe(0o600);
  });

  it('knows an identical file, and never replaces another one', async () => {
    const target = new ExportFolder(folder, 'job');
    writeFileSync(join(folder, 'same'), bytes);
    writeFileSync(join(folder, 'longer'), `${bytes.toString()}x`);
    writeFileSync(join(folder, 'other'), Buffer.alloc(bytes.length));
    mkdirSync(join(folder, 'folder'));
    symlinkSync(join(folder, 'same'), join(folder, 'link'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    expect(await target.write('same', bytes)).toBe('there-already');
    for (const name of ['longer', 'other', 'folder', 'link', 'dangling']) {
      expect([name, await target.write(name, bytes)]).toEqual([name, 'name-taken']);
    }
    expect(readFileSync(join(folder, 'longer')).toString()).toBe(`${bytes.toString()}x`);
    expect(readdirSync(folder).toSorted()).toEqual(['dangling', 'folder', 'link', 'longer', 'other', 'same']);
  });

  it('writes the same bytes once, however many ask at the same time', async () => {
    const target = new ExportFolder(folder, 'job');
    const ends = await Promise.all(Array.from({ length: 20 }, async () => target.write('name', bytes)));
    expect(ends.filter((end) => end === 'written').length).toBe(1);
    expect(new Set(ends)).toEqual(new Set(['written', 'there-already']));
    expect(readdirSync(folder)).toEqual(['name']);
  });

  it('removes what an earlier run of the same export left, and of no other', async () => {
    writeFileSync(join(folder, '.job-7.partial'), 'half');
    writeFileSync(join(folder, '.other-7.partial'), 'half');
    await new ExportFolder(folder, 'job').begin();
    expect(readdirSync(folder)).toEqual(['.other-7.partial']);
  });

  it('says that a folder is gone or cannot be written, without naming it', async () => {
    const gone = new ExportFolder(join(folder, 'gone'), 'job');
    for (const act of [
      async () => gone.begin(),
      async () => gone.write('name', bytes),
      async () => gone.settle(),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'files/not-writable', detail: { cause: 'ENOENT' } });
      await expect(act()).rejects.not.toThrow(folder);
    }
  });

  it('says that its folder has become something else, and does not take every name for taken', async () => {
    const target = new ExportFolder(folder, 'job');
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    for (const act of [async () => target.write('name', bytes), async () => target.settle()]) {
      await expect(act()).rejects.toMatchObject({ code: 'files/not-writable', detail: { cause: 'ENOTDIR' } });
    }
  });

  it.skipIf(process.getuid?.() === 0)('says that it may not look into its folder', async () => {
    chmodSync(folder, 0o600);
    await expect(new ExportFolder(folder, 'job').write('name', bytes)).rejects.toMatchObject({
      code: 'files/not-writable',
    });
    chmodSync(folder, 0o700);
  });

  it.skipIf(process.getuid?.() === 0)('says that a folder is write-protected', async () => {
    chmodSync(folder, 0o500);
    await expect(new ExportFolder(folder, 'job').write('name', bytes)).rejects.toMatchObject({
      code: 'files/not-writable',
    });
    chmodSync(folder, 0o700);
  });

  it.each([
    ['ENOSPC', 'files/disk-full'],
    ['EDQUOT', 'files/disk-full'],
    ['EROFS', 'files/not-writable'],
    ['EIO', 'files/not-writable'],
  ])('tells %s as %s', (code, expected) => {
    const failure = writeFailure(Object.assign(new Error('open /home/dana/secret'), { code }));
    expect(failure.code).toBe(expected);
    expect(JSON.stringify(failure) + failure.message).not.toContain('secret');
  });
});
