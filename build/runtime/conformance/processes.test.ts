import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executable, fixture as fixtureApp, startFixture } from './support.ts';
import type { Entry, Fixture, MainGlobals } from './support.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(async () => {
  await fixture.close();
});

describe('utility process', () => {
  it('talks, and tells its end', async () => {
    await fixture.app.evaluate(() => {
      const child = (globalThis as unknown as MainGlobals).fork(['one'], { FLAG: 'up' });
      child.postMessage({ when: new Date(3), map: new Map([[1, 2n]]) });
      child.postMessage('leave');
    });
    const entry = await fixture.noted('utility-message');
    expect(entry['message']).toMatchObject({ args: ['one'], flag: 'up' });
    await fixture.noted('utility-exit', ({ code }) => code === 7);
  });

  it('may end at once, while it is being spoken to', async () => {
    await fixture.app.evaluate(() => {
      const child = (globalThis as unknown as MainGlobals).fork(['exit-at-once'], {});
      const talk = setInterval(() => {
        if (child.pid === undefined) clearInterval(talk);
        child.postMessage('x'.repeat(100_000));
      }, 1);
    });
    await fixture.noted('utility-exit', ({ code }) => code === 3);
  });

  it('may crash', async () => {
    await fixture.app.evaluate(() => {
      (globalThis as unknown as MainGlobals).fork([], {}).postMessage('crash');
    });
    const isCrash = ({ details }: Entry): boolean => (details as { reason: string }).reason === 'crashed';
    const { details } = await fixture.noted('child-process-gone', isCrash);
    expect(details).toMatchObject({ type: 'Utility', name: 'fixture' });
  });

  it('may flood: nothing is lost, nothing changes place', async () => {
    await fixture.app.evaluate(() => {
      (globalThis as unknown as MainGlobals).fork(['flood'], {});
    });
    const received = async (): Promise<number> =>
      fixture.app.evaluate(() => (globalThis as unknown as MainGlobals).flood.length);
    await expect.poll(received, { timeout: 60_000 }).toBe(20_000);
    expect(
      await fixture.app.evaluate(() =>
        (globalThis as unknown as MainGlobals).flood.every((value, index) => value === index),
      ),
    ).toBe(true);
  });
});

describe('second instance', () => {
  it('hands its arguments to the first and ends', async () => {
    const second = spawn(
      process.execPath,
      [executable, fixtureApp, `--user-data-dir=${fixture.profile}`, '--hello', 'a b'],
      { stdio: 'ignore' },
    );
    const code = await new Promise((resolve) => {
      second.once('exit', resolve);
    });
    expect(code).toBe(0);
    const entry = await fixture.noted('second-instance');
    expect(entry['argv']).toEqual(expect.arrayContaining(['--hello', 'a b']));
    expect(entry['cwd']).toBe(process.cwd());
  });
});
