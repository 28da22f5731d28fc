/* oxlint-disable eslint/no-extend-native, unicorn/no-thenable, typescript/unbound-method, typescript/no-unsafe-return, typescript/no-unsafe-call, typescript/no-unsafe-member-access -- the suite plays a hostile page, and Playwright's window handles are untyped here */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET, startFixture } from './support.ts';
import type { Fixture, MainGlobals } from './support.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(async () => {
  await fixture.close();
});

describe('page', () => {
  it('has the API before its first script, frozen, and nothing of Node', async () => {
    expect(await fixture.page.evaluate(() => globalThis.found)).toEqual({
      api: 'object',
      frozen: true,
      leaks: [],
    });
    const state = await fixture.page.evaluate(() => {
      const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'bridge')!;
      return {
        writable: descriptor.writable,
        configurable: descriptor.configurable,
        deep:
          Object.isFrozen(globalThis.bridge.nested) &&
          Object.isFrozen(globalThis.bridge.nested.list) &&
          Object.isFrozen(globalThis.bridge.sync),
        secure: isSecureContext,
        names: Object.getOwnPropertyNames(globalThis).filter((name) => /post_|receive_|^preload/i.test(name)),
      };
    });
    expect(state).toEqual({ writable: false, configurable: false, deep: true, secure: true, names: [] });
  });

  it('gives a sandboxed preload nothing but electron', async () => {
    expect(await fixture.page.evaluate(() => globalThis.bridge.describe())).toEqual({
      process: ['env', 'platform', 'versions'],
      globals: [],
    });
    const failures = await fixture.page.evaluate(() =>
      [globalThis.bridge.requireOther, globalThis.bridge.closed].map((call) => {
        try {
          call();
          return 'passed';
        } catch (error) {
          return (error as Error).message;
        }
      }),
    );
    expect(failures).toEqual([
      'module not found: node:fs',
      'ipcRenderer.sendSync is not part of the Chromium runtime',
    ]);
  });

  it('keeps the CSP of the response', async () => {
    const blocked = await fixture.page.evaluate(
      async () =>
        new Promise((resolve) => {
          addEventListener('securitypolicyviolation', (event) => {
            resolve(event.effectiveDirective);
          });
          const script = document.createElement('script');
          script.textContent = 'globalThis.injected = true';
          document.head.append(script);
        }),
    );
    expect(blocked).toBe('script-src-elem');
    expect(await fixture.page.evaluate(() => 'injected' in globalThis)).toBe(false);
  });
});

describe('ipc and bridge', () => {
  it('carries every kind of value both ways', async () => {
    const result = await fixture.page.evaluate(async () => {
      const value = {
        when: new Date(5),
        map: new Map([['a', new Set([1])]]),
        bytes: new Uint8Array([1, 2]),
        big: 7n,
        none: undefined,
        nested: [{ x: Number.NaN }],
      };
      const back = (await globalThis.bridge.invoke('echo', value)) as typeof value;
      return [
        back.when instanceof Date && back.when.getTime() === 5,
        back.map instanceof Map && back.map.get('a')!.has(1),
        back.bytes instanceof Uint8Array && back.bytes[1] === 2,
        back.big === 7n,
        'none' in back && back.none === undefined,
        Number.isNaN(back.nested[0]!.x),
        await globalThis.bridge.invoke('type', new ArrayBuffer(2)),
      ];
    });
    expect(result).toEqual([true, true, true, true, true, true, '[object ArrayBuffer]']);
  });

  it('has the error texts of Electron', async () => {
    const messages = await fixture.page.evaluate(async () => {
      const text = async (run: () => unknown): Promise<string> => {
        try {
          await run();
          return 'passed';
        } catch (error) {
          return `${error instanceof Error} ${(error as Error).message}`;
        }
      };
      return [
        await text(async () => globalThis.bridge.invoke('boom')),
        await text(async () => globalThis.bridge.invoke('absent')),
        await text(async () => globalThis.bridge.invoke('function')),
        await text(async () => globalThis.bridge.invoke('echo', Symbol('s'))),
        await text(() => {
          globalThis.bridge.fails();
        }),
        await text(async () => globalThis.bridge.rejects()),
      ];
    });
    expect(messages).toEqual([
      "true Error invoking remote method 'boom': RangeError: too far",
      "true Error invoking remote method 'absent': Error: No handler registered for 'absent'",
      "true Error invoking remote method 'function': Error: An object could not be cloned.",
      'true An object could not be cloned.',
      'true sync failure',
      'true async failure',
    ]);
  });

  it('tells the true frame, replies, pushes, and lets a subscription end', async () => {
    await fixture.page.evaluate((secret) => {
      const state = { noted: [] as unknown[], stop: () => {} };
      Object.assign(globalThis, { state });
      state.stop = globalThis.bridge.subscribe('noted', (value) => state.noted.push(value));
      globalThis.bridge.send('note', secret);
    }, SECRET);
    expect(await fixture.noted('note')).toMatchObject({ value: SECRET, url: 'app://fixture/index.html' });
    const seen = async (): Promise<unknown[]> =>
      fixture.page.evaluate(() => (globalThis as unknown as { state: { noted: unknown[] } }).state.noted);
    await expect.poll(seen).toEqual([SECRET]);
    await fixture.app.evaluate(() => {
      (globalThis as unknown as MainGlobals).window.webContents.send('noted', new Map([[1, 2]]));
    });
    await expect.poll(seen).toHaveLength(2);
    await fixture.page.evaluate(() => {
      (globalThis as unknown as { state: { stop: () => void } }).state.stop();
      globalThis.bridge.send('note', 'after');
    });
    await fixture.noted('note', (entry) => entry['value'] === 'after');
    expect(await seen()).toHaveLength(2);
    expect(await fixture.page.evaluate(async () => globalThis.bridge.callTwice((n) => n * 10))).toEqual([
      10, 20,
    ]);
  });

  it('carries 5 MB both ways, and 200 calls at once', async () => {
    const result = await fixture.page.evaluate(async () => {
      const text = 'ä'.repeat(2_500_000);
      const bytes = new Uint8Array(5_000_000).fill(7);
      const calls = Array.from({ length: 200 }, async (_, n) => globalThis.bridge.invoke('echo', n));
      const [backText, backBytes, answers] = await Promise.all([
        globalThis.bridge.invoke('echo', text),
        globalThis.bridge.invoke('echo', bytes) as Promise<Uint8Array>,
        Promise.all(calls),
      ]);
      return [
        backText === text,
        backBytes.length === bytes.length && backBytes.every((byte) => byte === 7),
        answers.every((answer, n) => answer === n),
      ];
    });
    expect(result).toEqual([true, true, true]);
  });

  it('stands a page that has replaced the built-ins', async () => {
    const result = await fixture.page.evaluate(async () => {
      const stolen: unknown[] = [];
      const grab = function grab(this: unknown): never {
        stolen.push(this);
        throw new Error('hijacked');
      };
      const before = {
        call: Function.prototype.call,
        push: Array.prototype.push,
        stringify: JSON.stringify,
        then: Promise.prototype.then,
      };
      const push = Array.prototype.push.bind(stolen);
      void push;
      Object.defineProperty(Object.prototype, 'detail', { set: grab, configurable: true });
      Object.defineProperty(Array.prototype, '3', { set: grab, configurable: true });
      Function.prototype.call = grab as never;
      JSON.stringify = grab as never;
      let value: unknown;
      try {
        value = globalThis.bridge.sync(20, 22);
      } finally {
        Reflect.deleteProperty(Object.prototype, 'detail');
        Reflect.deleteProperty(Array.prototype, '3');
        Function.prototype.call = before.call;
        JSON.stringify = before.stringify;
      }
      return { value, stolen: stolen.length };
    });
    expect(result).toEqual({ value: 42, stolen: 0 });
  });
});
