import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../shared/result.ts';
import type { AnyPush, FromEngine, ToEngine } from '../ipc/engine-messages.ts';
import { EngineHost } from './engine-host.ts';

class FakeProcess extends EventEmitter {
  readonly sent: ToEngine[] = [];
  killed = false;
  postMessage(message: ToEngine): void {
    this.sent.push(message);
  }
  kill(): boolean {
    this.killed = true;
    this.emit('exit', 1);
    return true;
  }
  says(message: FromEngine): void {
    this.emit('message', message);
  }
  get calls(): readonly number[] {
    return this.sent.flatMap((message) => (message.kind === 'call' ? [message.id] : []));
  }
}

let processes: FakeProcess[];
let states: string[];
let host: EngineHost;
let picked: PromiseWithResolvers<readonly string[] | null>;
let asked: string[];

function latest(): FakeProcess {
  const last = processes.at(-1);
  if (last === undefined) throw new Error('no process was forked');
  return last;
}

beforeEach(() => {
  vi.useFakeTimers();
  processes = [];
  states = [];
  asked = [];
  picked = Promise.withResolvers();
  host = new EngineHost({
    fork: () => {
      const child = new FakeProcess();
      processes.push(child);
      return child;
    },
    config: {
      userDataDir: '/u',
      settingsFile: '/s',
      demoFile: null,
      policy: { file: '/p', mustExist: false, mayBelongToUser: true },
      appVersion: '1',
    },
    onPush: (push: AnyPush) => {
      if (push.name === 'engine.state') states.push(push.payload.state);
    },
    choose: async (what) => {
      asked.push(what);
      return picked.promise;
    },
  });
  host.start();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('EngineHost', () => {
  it('holds calls until the engine is ready, then forwards and answers them', async () => {
    const answer = host.call('session.state', {});
    expect(latest().calls).toEqual([]);
    latest().says({ kind: 'ready' });
    expect(latest().calls).toEqual([1]);
    latest().says({ kind: 'answer', id: 1, result: ok({ kind: 'starting' }) });
    expect(await answer).toEqual(ok({ kind: 'starting' }));
    expect(states).toEqual(['starting', 'running']);
  });

  it('fails open calls on a crash, restarts, and tells the page', async () => {
    latest().says({ kind: 'ready' });
    const caught = host.call('desk.view', {});
    latest().emit('exit', 139);
    expect(await caught).toMatchObject({ ok: false, error: { code: 'engine/unavailable' } });
    await vi.advanceTimersByTimeAsync(300);
    expect(processes).toHaveLength(2);
    expect(latest().sent[0]).toMatchObject({ kind: 'start', config: { userDataDir: '/u' } });
    const later = host.call('session.state', {});
    latest().says({ kind: 'ready' });
    latest().says({ kind: 'answer', id: latest().calls[0] ?? 0, result: ok(1) });
    expect(await later).toEqual(ok(1));
    expect(states).toEqual(['starting', 'running', 'restarting', 'running']);
  });

  it('ignores what a dead engine still says', async () => {
    const first = latest();
    first.says({ kind: 'ready' });
    first.emit('exit', 1);
    await vi.advanceTimersByTimeAsync(300);
    first.says({ kind: 'ready' });
    expect(states.at(-1)).toBe('restarting');
  });

  it('stays down after a crash loop, and then fails calls at once', async () => {
    for (let death = 0; death < 5; death++) {
      latest().emit('exit', 1);
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(processes).toHaveLength(5);
    expect(states.at(-1)).toBe('stopped');
    expect(await host.call('session.state', {})).toMatchObject({ error: { code: 'engine/unavailable' } });
  });

  it('stops in order, and does not restart', async () => {
    latest().says({ kind: 'ready' });
    const stopping = host.stop();
    expect(latest().sent.at(-1)).toEqual({ kind: 'stop' });
    latest().emit('exit', 0);
    await stopping;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(processes).toHaveLength(1);
    expect(latest().killed).toBe(false);
  });

  it('everybody who stops it waits for the same end', async () => {
    latest().says({ kind: 'ready' });
    let stopped = 0;
    const stopping = [host.stop(), host.stop()].map(async (each) => {
      await each;
      stopped += 1;
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(stopped).toBe(0);
    expect(latest().sent.filter((message) => message.kind === 'stop')).toHaveLength(1);
    latest().emit('exit', 0);
    await Promise.all(stopping);
    await host.stop();
    expect(states.at(-1)).toBe('stopped');
  });

  it('does not come back when it is stopped between a crash and the restart', async () => {
    latest().says({ kind: 'ready' });
    latest().emit('exit', 1);
    const waiting = host.call('session.state', {});
    await host.stop();
    expect(await waiting).toMatchObject({ error: { code: 'engine/unavailable' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(processes).toHaveLength(1);
    expect(states.at(-1)).toBe('stopped');
  });

  it('a crash on the way to the stop is a stop; calls of before and after fail', async () => {
    latest().says({ kind: 'ready' });
    const before = host.call('desk.view', {});
    const stopping = host.stop();
    expect(await host.call('desk.view', {})).toMatchObject({ error: { code: 'engine/unavailable' } });
    latest().emit('exit', 139);
    await stopping;
    expect(await before).toMatchObject({ error: { code: 'engine/unavailable' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(processes).toHaveLength(1);
  });

  it('still answers what the engine finishes while it stops', async () => {
    latest().says({ kind: 'ready' });
    const before = host.call('desk.view', {});
    const stopping = host.stop();
    latest().says({ kind: 'answer', id: 1, result: ok(1) });
    latest().says({ kind: 'stopped' });
    latest().emit('exit', 0);
    await stopping;
    expect(await before).toEqual(ok(1));
  });

  it('ignores an answer that nobody waits for', () => {
    latest().says({ kind: 'ready' });
    latest().says({ kind: 'answer', id: 99, result: ok(1) });
    expect(states).toEqual(['starting', 'running']);
  });

  it('tells a new engine that the window is hidden', async () => {
    host.windowHidden(true);
    latest().says({ kind: 'ready' });
    expect(latest().sent.at(-1)).toEqual({ kind: 'window-hidden', hidden: true });
    latest().emit('exit', 1);
    await vi.advanceTimersByTimeAsync(300);
    latest().says({ kind: 'ready' });
    expect(latest().sent.at(-1)).toEqual({ kind: 'window-hidden', hidden: true });
  });

  it('shows a dialog for the engine and brings back what was picked', async () => {
    latest().says({ kind: 'ready' });
    latest().says({ kind: 'choose', id: 7, what: 'import-folder' });
    expect(asked).toEqual(['import-folder']);
    picked.resolve(['/a']);
    await vi.advanceTimersByTimeAsync(0);
    expect(latest().sent.at(-1)).toEqual({ kind: 'chosen', id: 7, paths: ['/a'] });
  });

  it('brings back nothing where the dialog failed', async () => {
    latest().says({ kind: 'ready' });
    latest().says({ kind: 'choose', id: 7, what: 'import-folder' });
    picked.reject(new Error('no portal'));
    await vi.advanceTimersByTimeAsync(0);
    expect(latest().sent.at(-1)).toEqual({ kind: 'chosen', id: 7, paths: null });
  });

  it('gives no answer to an engine that did not ask', async () => {
    latest().says({ kind: 'ready' });
    latest().says({ kind: 'choose', id: 1, what: 'import-files' });
    latest().emit('exit', 1);
    await vi.advanceTimersByTimeAsync(300);
    latest().says({ kind: 'ready' });
    picked.resolve(['/a']);
    await vi.advanceTimersByTimeAsync(0);
    expect(latest().sent.map(({ kind }) => kind)).toEqual(['start']);
  });

  it('passes a drop on to a running engine only', () => {
    host.dropped(['/a']);
    latest().says({ kind: 'ready' });
    expect(latest().sent.map(({ kind }) => kind)).toEqual(['start']);
    host.dropped(['/b']);
    expect(latest().sent.at(-1)).toEqual({ kind: 'dropped', paths: ['/b'] });
  });

  it('kills an engine that does not stop in time', async () => {
    latest().says({ kind: 'ready' });
    const stopping = host.stop();
    await vi.advanceTimersByTimeAsync(8_000);
    await stopping;
    expect(latest().killed).toBe(true);
  });
});
