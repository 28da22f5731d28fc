import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WarmThreads } from './store-threads.ts';

/** Writer, reader and preparer; who counts comes with the first question for it. */
const ONE_STORE = 3;

describe('threads that wait for the next opening', () => {
  let started = 0;
  let threads: WarmThreads;
  const count = (): void => {
    started += 1;
  };

  beforeEach(() => {
    started = 0;
    process.on('worker', count);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    // A thread that does nothing and stays.
    const workerUrl = new URL('data:text/javascript,setInterval(() => undefined, 1000)');
    threads = new WarmThreads({ workerUrl, sourceBaseUrl: null });
  });

  afterEach(async () => {
    vi.useRealTimers();
    await threads.end();
    process.off('worker', count);
  });

  const begun = async (): Promise<number> => {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    return started;
  };

  it('leave the cores to the door, and start once it is painted', async () => {
    threads.warmSoon();
    vi.advanceTimersByTime(500);
    expect(await begun()).toBe(0);
    vi.advanceTimersByTime(600);
    expect(await begun()).toBe(ONE_STORE);
  });

  it('start at once where somebody unlocks before, and only once', async () => {
    threads.warmSoon();
    threads.warm();
    vi.advanceTimersByTime(5_000);
    expect(await begun()).toBe(ONE_STORE);
    const taken = threads.take();
    vi.advanceTimersByTime(5_000);
    expect(await begun()).toBe(ONE_STORE);
    await taken.end();
  });

  it('do not start any more after the end', async () => {
    threads.warmSoon();
    await threads.end();
    vi.advanceTimersByTime(5_000);
    expect(await begun()).toBe(0);
  });
});
