import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from './throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('Throttle', () => {
  it('calls at once, then at most once an interval, and always for the last request', () => {
    const calls: string[] = [];
    const throttle = new Throttle(250, (key) => calls.push(key));
    for (let request = 0; request < 99; request += 1) {
      throttle.request('a');
      vi.advanceTimersByTime(10);
    }
    expect(calls.length).toBe(4);
    vi.advanceTimersByTime(1_000);
    expect(calls.length).toBe(5);
  });

  it('keeps the intervals of two keys apart', () => {
    const calls: string[] = [];
    const throttle = new Throttle(250, (key) => calls.push(key));
    for (const key of ['a', 'b', 'a', 'b']) throttle.request(key);
    expect(calls).toEqual(['a', 'b']);
  });

  it('makes the calls that are due when it closes, and none later', () => {
    const calls: string[] = [];
    const throttle = new Throttle(250, (key) => calls.push(key));
    throttle.request('a');
    throttle.request('a');
    throttle.close();
    vi.advanceTimersByTime(1_000);
    expect(calls).toEqual(['a', 'a']);
  });
});
