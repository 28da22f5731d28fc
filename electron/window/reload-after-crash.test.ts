import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, it } from 'vitest';
import { reloadAfterCrash } from './reload-after-crash.ts';

let contents: EventEmitter & { reload: () => void };
let destroyed: boolean;
let reloads: number;
let nowMs: number;

beforeEach(() => {
  reloads = 0;
  nowMs = 0;
  destroyed = false;
  contents = Object.assign(new EventEmitter(), { reload: () => void (reloads += 1) });
  const window = { webContents: contents, isDestroyed: () => destroyed };
  reloadAfterCrash(window as unknown as BrowserWindow, () => nowMs);
});

function gone(reason: string): void {
  contents.emit('render-process-gone', {}, { reason, exitCode: 1 });
}

it.each(['crashed', 'oom', 'killed', 'abnormal-exit', 'integrity-failure'])(
  'brings back a page: %s',
  (reason) => {
    gone(reason);
    expect(reloads).toBe(1);
  },
);

it('leaves a page that ended by itself, and a window that is gone', () => {
  gone('clean-exit');
  destroyed = true;
  gone('crashed');
  expect(reloads).toBe(0);
});

it('does not flicker: a page that dies at once stays down, one that lived comes back', () => {
  gone('crashed');
  nowMs = 4_999;
  gone('crashed');
  expect(reloads).toBe(1);
  nowMs = 5_000;
  gone('crashed');
  expect(reloads).toBe(2);
});
