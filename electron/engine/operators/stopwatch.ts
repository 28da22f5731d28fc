/** Two readings of time, in ms: one that a person can set, one that only runs forward. */
export interface Clocks {
  readonly now: () => number;
  /** Time since the process began; it may stand still while the machine sleeps. */
  readonly monotonic: () => number;
}

/**
 * How long ago something was, by whichever clock says longer: setting the clock back gains nobody a minute, and sleep,
 * through which a monotonic clock may stand still, counts as well. A clock set forward makes it longer, which is safe.
 */
export class Stopwatch {
  readonly #clocks: Clocks;
  #wallMs: number;
  #monotonicMs: number;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
    this.#wallMs = clocks.now();
    this.#monotonicMs = clocks.monotonic();
  }

  restart(): void {
    this.#wallMs = this.#clocks.now();
    this.#monotonicMs = this.#clocks.monotonic();
  }

  get elapsedMs(): number {
    const { now, monotonic } = this.#clocks;
    return Math.max(now() - this.#wallMs, monotonic() - this.#monotonicMs);
  }
}
