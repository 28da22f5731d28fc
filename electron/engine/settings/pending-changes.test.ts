import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import { PendingChanges } from './pending-changes.ts';

let folder: string;
let written: ActionEntry[];
const write = async (entry: ActionEntry): Promise<void> => {
  written.push(entry);
  return Promise.resolve();
};
const open = (): PendingChanges => new PendingChanges(folder, { now: () => Date.UTC(2026, 10, 22, 5) });
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pending-'));
  written = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('hands over what was noted before a restart, once, with its time', async () => {
  await open().note('C', 'connections added: a');
  await open().note('D', 'connections removed: b');
  const after = open();
  await Promise.all([after.record(write), after.record(write)]);
  await after.record(write);
  await open().record(write);
  expect(written).toEqual([
    {
      kind: 'settings-change',
      action: 'C',
      about: 'at 2026-11-22T05:00:00.000Z, nobody signed in: connections added: a',
    },
    {
      kind: 'settings-change',
      action: 'D',
      about: 'at 2026-11-22T05:00:00.000Z, nobody signed in: connections removed: b',
    },
  ]);
  expect(await readdir(path.join(folder, 'profiles'))).toEqual([]);
});

it('keeps them until the log has taken every one', async () => {
  const pending = open();
  await pending.note('U', 'one');
  await pending.note('U', 'two');
  let full = true;
  const failing = async (entry: ActionEntry): Promise<void> => {
    if (full && entry.about?.endsWith('two') === true) throw new Error('full');
    return write(entry);
  };
  await expect(pending.record(failing)).rejects.toThrow('full');
  full = false;
  await pending.record(failing);
  expect(written.map(({ about }) => about?.slice(-3))).toEqual(['one', 'one', 'two']);
});

it('takes a note back where the change failed', async () => {
  const pending = open();
  await pending.note('U', 'one');
  const takeBack = await pending.note('U', 'two');
  await takeBack();
  await pending.record(write);
  expect(written).toHaveLength(1);
});

it('does not grow for ever, and says how many it dropped', async () => {
  const pending = open();
  for (let count = 0; count < 203; count += 1)
    await pending.note('U', `change ${count} ${'x'.repeat(2_000)}`);
  expect((await readFile(path.join(folder, 'profiles', '_pending.json'))).byteLength).toBeLessThan(300_000);
  await open().record(write);
  expect(written).toHaveLength(201);
  expect(written[0]?.about).toBe('3 earlier changes, of which no words were kept');
});

it('says that the note was tampered with', async () => {
  await mkdir(path.join(folder, 'profiles'));
  await writeFile(path.join(folder, 'profiles', '_pending.json'), '{"kept":[]}');
  await open().record(write);
  expect(written.map(({ about }) => about)).toEqual([expect.stringContaining('unreadable')]);
});

it('is a reason not to change anything where it cannot be kept', async () => {
  await writeFile(path.join(folder, 'profiles'), 'in the way');
  await expect(open().note('U', 'x')).rejects.toMatchObject({ code: 'settings/write-failed' });
});
