import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paced } from './paced.ts';

describe('paced', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('acts at once, then once for any number of wishes', () => {
    const act = vi.fn<() => void>();
    const { wish } = paced(act, 1000);
    wish();
    vi.advanceTimersByTime(0);
    expect(act).toHaveBeenCalledTimes(1);
    for (let at = 0; at < 10; at += 1) wish();
    vi.advanceTimersByTime(999);
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledTimes(2);
  });

  it('does nothing more once stopped', () => {
    const act = vi.fn<() => void>();
    const { wish, stop } = paced(act, 1000);
    wish();
    stop();
    vi.advanceTimersByTime(5000);
    expect(act).not.toHaveBeenCalled();
  });
});
