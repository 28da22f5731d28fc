import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../shared/result.ts';
import { Bridge } from './bridge.ts';
import { CALL_CHANNEL, DROP_CHANNEL } from './channels.ts';

type Listener = (event: unknown, ...args: unknown[]) => unknown;

const listeners = vi.hoisted(() => new Map<string, Listener>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => listeners.set(channel, listener),
    on: (channel: string, listener: Listener) => listeners.set(channel, listener),
  },
}));

const root = process.platform === 'win32' ? 'C:\\' : '/';
const page = { url: 'app://console/index.html', parent: null };

let called: string[];
let dropped: (readonly string[])[];

beforeEach(() => {
  called = [];
  dropped = [];
  const bridge = new Bridge({
    call: async (name) => {
      called.push(name);
      return ok(1);
    },
    dropped: (paths) => dropped.push(paths),
  });
  bridge.admit({ id: 1 } as never);
});

const senders = [
  ['the page', { senderFrame: page, sender: { id: 1 } }, true],
  ['a frame in it', { senderFrame: { ...page, parent: page }, sender: { id: 1 } }, false],
  ['a foreign page', { senderFrame: { ...page, url: 'https://example.org/' }, sender: { id: 1 } }, false],
  ['another window', { senderFrame: page, sender: { id: 2 } }, false],
  ['a document that has gone', { senderFrame: null, sender: { id: 1 } }, false],
] as const;

describe.each(senders)('from %s', (_who, event, trusted) => {
  it('a call', async () => {
    const answer = await listeners.get(CALL_CHANNEL)?.(event, 'session.state', {});
    expect(answer).toMatchObject(trusted ? { ok: true } : { error: { code: 'call/untrusted-sender' } });
    expect(called).toEqual(trusted ? ['session.state'] : []);
  });

  it('a drop', () => {
    listeners.get(DROP_CHANNEL)?.(event, [`${root}a`, 'relative']);
    expect(dropped).toEqual(trusted ? [[`${root}a`]] : []);
  });
});

it('passes on no drop without a path', () => {
  listeners.get(DROP_CHANNEL)?.(senders[0][1], ['', 'relative']);
  expect(dropped).toEqual([]);
});

it('knows no call without a name', async () => {
  const answer = await listeners.get(CALL_CHANNEL)?.(senders[0][1], { toString: 'session.state' });
  expect(answer).toMatchObject({ error: { code: 'call/unknown' } });
  expect(called).toEqual([]);
});
