import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles, replaceDurably, toWriteError, type FilePort } from './file-port.ts';

describe('files on the disk', () => {
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'medminder-files-'));
  });

  afterAll(async () => {
    await rm(root, { recursive: true });
  });

  it('are replaced whole, readable by their owner only, with nothing left beside', async () => {
    const dir = join(root, 'a', 'b');
    const path = join(dir, 'keyring.json');
    await diskFiles.makeFolder(dir);
    await replaceDurably(diskFiles, path, Buffer.from('a longer first text'));
    await replaceDurably(diskFiles, path, Buffer.from('second'));
    expect(await readFile(path, 'utf8')).toBe('second');
    expect(await readdir(dir)).toEqual(['keyring.json']);
    const modes = [(await stat(path)).mode & 0o777, (await stat(dir)).mode & 0o777];
    // Windows has no such modes.
    expect(process.platform === 'win32' ? [0o600, 0o700] : modes).toEqual([0o600, 0o700]);
  });

  it('that are not there are null, and removing them is no error', async () => {
    expect(await diskFiles.read(join(root, 'none'))).toBeNull();
    expect(await diskFiles.list(join(root, 'none'))).toBeNull();
    await diskFiles.remove(join(root, 'none'));
  });

  it('that cannot be written keep the old bytes and say why', async () => {
    const path = join(root, 'kept');
    await replaceDurably(diskFiles, path, Buffer.from('old'));
    const full: FilePort = {
      ...diskFiles,
      writeSynced: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' })),
    };
    await expect(replaceDurably(full, path, Buffer.from('new'))).rejects.toMatchObject({
      code: 'store/disk-full',
    });
    const nowhere = join(root, 'no-folder', 'file');
    await expect(replaceDurably(diskFiles, nowhere, Buffer.from('new'))).rejects.toMatchObject({
      code: 'store/write-failed',
      detail: { errno: 'ENOENT' },
    });
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  it('are not named in errors', () => {
    const cause = Object.assign(new Error('EACCES: permission denied, open /home/mary/vaults'), {
      code: 'EACCES',
    });
    expect(toWriteError(cause).message).not.toContain('mary');
  });
});
