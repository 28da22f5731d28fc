import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PASSWORD_LIFETIME_MS, TimeLimits } from './time-limits.ts';

const IDLE_MS = 900_000;
const MINUTE_MS = 60_000;

let wallMs: number;
let monotonicMs: number;
let reached: string[];
let limits: TimeLimits;

/** Both clocks run, and the timer fires. */
function pass(ms: number): void {
  for (let left = ms; left > 0; left -= 1_000) {
    wallMs += Math.min(left, 1_000);
    monotonicMs += Math.min(left, 1_000);
    vi.advanceTimersByTime(Math.min(left, 1_000));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  wallMs = 1_800_000_000_000;
  monotonicMs = 5_000;
  reached = [];
  limits = new TimeLimits({
    idleLockMs: IDLE_MS,
    clocks: { now: () => wallMs, monotonic: () => monotonicMs },
    onReached: (reason) => reached.push(reason),
  });
});
afterEach(() => {
  limits.stop();
  vi.useRealTimers();
});

describe('idle', () => {
  it('locks within two seconds after the limit, once', () => {
    pass(IDLE_MS - 1_000);
    expect(reached).toEqual([]);
    pass(3_000);
    expect(reached).toEqual(['idle']);
    pass(IDLE_MS * 2);
    expect(reached).toEqual(['idle']);
  });

  it('is put off by every touch', () => {
    for (let turn = 0; turn < 10; turn++) {
      pass(IDLE_MS - MINUTE_MS);
      limits.touched();
    }
    expect(reached).toEqual([]);
  });

  it('counts a sleep through which the monotonic clock stood still', () => {
    pass(MINUTE_MS);
    wallMs += 8 * 3_600_000;
    pass(2_000);
    expect(reached).toEqual(['idle']);
  });

  it('counts no less when the clock is set back, however often', () => {
    for (let turn = 0; turn < 14; turn++) {
      pass(MINUTE_MS);
      wallMs -= MINUTE_MS / 2;
    }
    wallMs -= 86_400_000;
    pass(MINUTE_MS + 2_000);
    expect(reached).toEqual(['idle']);
  });

  it('locks when the clock is set forward: it may have been a sleep', () => {
    wallMs += IDLE_MS;
    vi.advanceTimersByTime(2_000);
    expect(reached).toEqual(['idle']);
  });

  it('says nothing once stopped', () => {
    limits.stop();
    pass(IDLE_MS * 2);
    expect(reached).toEqual([]);
  });
});

describe('the age of the password', () => {
  function work(ms: number): void {
    for (let left = ms; left > 0; left -= 10 * MINUTE_MS) {
      wallMs += Math.min(left, 10 * MINUTE_MS);
      monotonicMs += Math.min(left, 10 * MINUTE_MS);
      limits.touched();
      vi.advanceTimersByTime(2_000);
    }
  }

  it('locks after twelve hours of work', () => {
    work(PASSWORD_LIFETIME_MS - MINUTE_MS);
    expect(reached).toEqual([]);
    work(MINUTE_MS);
    expect(reached).toEqual(['time-limit']);
  });

  it('begins anew when the password is given', () => {
    work(PASSWORD_LIFETIME_MS - MINUTE_MS);
    limits.passwordGiven();
    expect(limits.passwordAgeMs).toBe(0);
    work(PASSWORD_LIFETIME_MS - MINUTE_MS);
    expect(reached).toEqual([]);
  });

  it('does not grow younger when the clock is set back', () => {
    work(60 * MINUTE_MS);
    wallMs -= 30 * MINUTE_MS;
    expect(limits.passwordAgeMs).toBe(60 * MINUTE_MS);
  });
});
