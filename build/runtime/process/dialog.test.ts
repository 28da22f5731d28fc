import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dialog } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDialog, dialogArguments } from './dialog.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dialog-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program that answers as zenity does. */
function dialogOf(script: string): Pick<Dialog, 'showOpenDialog'> {
  const program = path.join(folder, 'program');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return createDialog({ headless: false, program });
}

const FILES = { title: 'Files', properties: ['openFile', 'multiSelections'] } as const;
const CANCELLED = { canceled: true, filePaths: [] };

describe('arguments', () => {
  it.each([
    ['files', FILES, ['--file-selection', '--title=Files', '--separator=\u001E', '--multiple']],
    [
      'a folder',
      { title: 'Folder', properties: ['openDirectory'] },
      ['--file-selection', '--title=Folder', '--separator=\u001E', '--directory'],
    ],
    [
      'filters',
      {
        title: 'F',
        filters: [
          { name: 'Audit', extensions: ['ndjson', 'gz'] },
          { name: 'All', extensions: ['*'] },
        ],
      },
      [
        '--file-selection',
        '--title=F',
        '--separator=\u001E',
        '--file-filter=Audit | *.ndjson *.gz',
        '--file-filter=All | *',
      ],
    ],
  ] as const)('%s', (_what, options, expected) => {
    expect(dialogArguments(options as unknown as Parameters<typeof dialogArguments>[0])).toEqual(expected);
  });
});

describe.skipIf(process.platform === 'win32')('the program', () => {
  it('names what was picked', async () => {
    const dialog = dialogOf(`printf '/a b\\036/c\\nd\\n'`);
    expect(await dialog.showOpenDialog({ ...FILES, properties: [...FILES.properties] })).toEqual({
      canceled: false,
      filePaths: ['/a b', '/c\nd'],
    });
  });

  it.each([
    ['was closed', 'exit 1'],
    ['was closed after something was said', 'echo /a; exit 1'],
    ['said nothing', 'exit 0'],
  ])('%s: nothing is picked', async (_what, script) => {
    expect(await dialogOf(script).showOpenDialog({ properties: ['openFile'] })).toEqual(CANCELLED);
  });

  it('is not there: nothing is picked', async () => {
    const dialog = createDialog({ headless: false, program: path.join(folder, 'absent') });
    expect(await dialog.showOpenDialog({ properties: ['openFile'] })).toEqual(CANCELLED);
  });
});

it('refuses by name what it could not honour', async () => {
  const dialog = createDialog({ headless: true });
  await expect(dialog.showOpenDialog({ message: 'x' })).rejects.toThrow(
    'dialog.showOpenDialog option message',
  );
  await expect(dialog.showOpenDialog({ properties: ['promptToCreate'] })).rejects.toThrow('promptToCreate');
});
