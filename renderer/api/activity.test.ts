import { describe, expect, it, vi } from 'vitest';
import { throttle } from './activity.ts';

describe('throttle', () => {
  it('acts at once, then not again before the time is over', () => {
    const act = vi.fn<() => void>();
    let now = 0;
    const touch = throttle(act, 20_000, () => now);
    touch();
    expect(act).toHaveBeenCalledTimes(1);
    now = 19_999;
    touch();
    expect(act).toHaveBeenCalledTimes(1);
    now = 20_000;
    touch();
    expect(act).toHaveBeenCalledTimes(2);
  });
});
