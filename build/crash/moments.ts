const KNOWN = 9;
const EARLY = 1 / 8;
const BEYOND = 1.05;

/** mulberry32 (public domain): the same numbers for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * When to kill: anywhere from the first instant to just beyond the end of an operation, whose length is learnt from the
 * runs that came to their end and follows the machine as it gets busier or quieter.
 */
export class Moments {
  readonly #random: () => number;
  readonly #tookMs: number[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  get lengthMs(): number {
    return this.#tookMs.toSorted((a, b) => a - b)[Math.floor(this.#tookMs.length / 2)] ?? 0;
  }

  /** A whole run took so long. */
  learn(tookMs: number): void {
    this.#tookMs.push(tookMs);
    if (this.#tookMs.length > KNOWN) this.#tookMs.shift();
  }

  /** Milliseconds from the start. One in eight is of the first twentieth. */
  next(): number {
    const early = this.#random() < EARLY;
    const part = this.#random() * (early ? 0.05 : BEYOND);
    return part * this.lengthMs;
  }
}
