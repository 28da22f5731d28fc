/** The clinic's own time: tokens, one-time codes and live events follow it, so that a test can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Jumps to `ms`; time goes on from there. */
  set(ms: number): void;
  /** Moves time by `ms`, which may be negative. */
  advance(ms: number): void;
}

/** A clock that runs at the pace of `source` (the machine's by default), shifted by what was set. */
export function createClock(source: () => number = Date.now): Clock {
  let shiftMs = 0;
  return {
    now: () => source() + shiftMs,
    set: (ms) => {
      shiftMs = ms - source();
    },
    advance: (ms) => {
      shiftMs += ms;
    },
  };
}

/** A clock that stands still until told to move: for tests. */
export function createFixedClock(startMs: number): Clock {
  return createClock(() => startMs);
}
