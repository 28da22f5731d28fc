/** How often the clock is looked at: a laptop that slept past the limit locks this soon after it wakes. */
const LOOK_EVERY_MS = 2_000;

/** Calls `onIdle` once when nobody has touched keyboard or mouse for `limitMs`, by the wall clock, sleep included. */
export class IdleLock {
  readonly #timer: NodeJS.Timeout;
  readonly #now: () => number;
  #lastTouchMs: number;

  constructor(options: { limitMs: number; onIdle: () => void; now: () => number }) {
    this.#now = options.now;
    this.#lastTouchMs = options.now();
    this.#timer = setInterval(() => {
      const idleMs = this.#now() - this.#lastTouchMs;
      // A clock set back would put the lock off; any step backwards counts as a touch at most.
      if (idleMs < 0) this.#lastTouchMs = this.#now();
      if (idleMs < options.limitMs) return;
      this.stop();
      options.onIdle();
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  touch(): void {
    this.#lastTouchMs = this.#now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
