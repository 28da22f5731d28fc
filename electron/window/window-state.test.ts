import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DEFAULT_WINDOW_STATE, keepWindowState, readWindowState } from './window-state.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'window-state-'));
const file = path.join(folder, 'window.json');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('comes back as it was kept', () => {
  const state = { x: 10, y: 20, width: 1200, height: 800, maximized: true };
  keepWindowState(file, state);
  expect(readWindowState(file)).toEqual(state);
});

it.each(['', 'null', '{"width":"wide"}', '{"width":1,"height":1,"maximized":false}', '{"width":1200}'])(
  'falls back to the default for %o',
  (text) => {
    writeFileSync(file, text);
    expect(readWindowState(file)).toEqual(DEFAULT_WINDOW_STATE);
  },
);

it('ignores a folder that is not there', () => {
  keepWindowState(path.join(folder, 'none/window.json'), DEFAULT_WINDOW_STATE);
  expect(readWindowState(path.join(folder, 'none/window.json'))).toEqual(DEFAULT_WINDOW_STATE);
});
