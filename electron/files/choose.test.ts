import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DIALOGS, FileDialogs } from './choose.ts';

interface Answer {
  readonly canceled: boolean;
  readonly filePaths: readonly string[];
}

const electron = vi.hoisted(() => ({
  dialog: { showOpenDialog: (): Promise<unknown> => Promise.reject(new Error('not set')) },
}));
vi.mock('electron', () => electron);

class FakeWindow extends EventEmitter {
  destroyed = false;
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

let window: FakeWindow;
let dialogs: FileDialogs;
let shown: unknown[][];
let answer: PromiseWithResolvers<Answer>;

beforeEach(() => {
  window = new FakeWindow();
  dialogs = new FileDialogs(() => window as unknown as BrowserWindow);
  shown = [];
  answer = Promise.withResolvers();
  electron.dialog.showOpenDialog = async (...args: unknown[]) => {
    shown.push(args);
    return answer.promise;
  };
});

describe('dialogs', () => {
  it.each([
    ['what was picked', { canceled: false, filePaths: ['/a', '/b'] }, ['/a', '/b']],
    ['null where it was closed', { canceled: true, filePaths: [] }, null],
    ['null where it was closed with something marked', { canceled: true, filePaths: ['/a'] }, null],
    ['null where nothing was picked', { canceled: false, filePaths: [] }, null],
  ])('answers %s', async (_what, said, expected) => {
    answer.resolve(said);
    expect(await dialogs.choose('import-files')).toEqual(expected);
    expect(shown).toEqual([[window, DIALOGS['import-files']]]);
    expect(window.listenerCount('closed')).toBe(0);
  });

  it('are shown one at a time', async () => {
    const first = dialogs.choose('import-folder');
    expect(await dialogs.choose('import-files')).toBeNull();
    answer.resolve({ canceled: false, filePaths: ['/a'] });
    expect(await first).toEqual(['/a']);
    expect(await dialogs.choose('export-folder')).toEqual(['/a']);
    expect(shown).toHaveLength(2);
  });

  it('answer null when the window goes, and can be shown again', async () => {
    const first = dialogs.choose('import-folder');
    window.emit('closed');
    expect(await first).toBeNull();
    answer.resolve({ canceled: false, filePaths: ['/a'] });
    expect(await dialogs.choose('import-folder')).toEqual(['/a']);
  });

  it('are not shown without a window', async () => {
    window.destroyed = true;
    expect(await dialogs.choose('import-files')).toBeNull();
    expect(await new FileDialogs(() => undefined).choose('import-files')).toBeNull();
    expect(shown).toEqual([]);
  });

  it('are usable after one that failed', async () => {
    answer.reject(new Error('no portal'));
    await expect(dialogs.choose('import-files')).rejects.toThrow('no portal');
    answer = Promise.withResolvers();
    answer.resolve({ canceled: false, filePaths: ['/a'] });
    expect(await dialogs.choose('import-files')).toEqual(['/a']);
  });

  it.each(Object.entries(DIALOGS))('%s leaves no trace among recent files', (_what, options) => {
    expect(options.properties).toContain('dontAddToRecent');
    const folder = options.properties?.includes('openDirectory') ?? false;
    const file = options.properties?.includes('openFile') ?? false;
    // Both at once is a folder dialog on Windows and Linux, and nobody could pick a file.
    expect(folder).not.toBe(file);
  });
});
