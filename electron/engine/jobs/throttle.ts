/** Calls at once where the last call is long enough ago, else once at the end of the interval: never more, always the last. */
export class Throttle {
  readonly #intervalMs: number;
  readonly #call: (key: string) => void;
  readonly #timers = new Map<string, { readonly timer: NodeJS.Timeout; again: boolean }>();

  constructor(intervalMs: number, call: (key: string) => void) {
    this.#intervalMs = intervalMs;
    this.#call = call;
  }

  /** Each key has an interval of its own. */
  request(key: string): void {
    const running = this.#timers.get(key);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const timer = setTimeout(() => {
      const again = this.#timers.get(key)?.again === true;
      this.#timers.delete(key);
      if (again) this.request(key);
    }, this.#intervalMs);
    timer.unref();
    this.#timers.set(key, { timer, again: false });
    this.#call(key);
  }

  /** Makes the calls that are due, and no more afterwards. */
  close(): void {
    for (const [key, { timer, again }] of this.#timers) {
      clearTimeout(timer);
      if (again) this.#call(key);
    }
    this.#timers.clear();
  }
}
