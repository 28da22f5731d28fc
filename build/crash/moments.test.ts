import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Moments, randomOf } from './moments.ts';

function moments(seed: number, tookMs: readonly number[]): Moments {
  const made = new Moments(randomOf(seed));
  for (const took of tookMs) made.learn(took);
  return made;
}

describe('moments of a kill', () => {
  it('lie between the first instant and just beyond the end', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60_000 }), (seed, tookMs) => {
        const ms = moments(seed, [tookMs]).next();
        return ms >= 0 && ms <= tookMs * 1.05;
      }),
    );
  });

  it('cover the whole length, its beginning most of all', () => {
    const made = moments(7, [1_000]);
    const drawn = Array.from({ length: 2_000 }, () => made.next());
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => drawn.filter((ms) => Math.floor(ms / 100) === tenth).length,
    );
    expect(Math.min(...tenths)).toBeGreaterThan(100);
    expect(tenths[0]).toBe(Math.max(...tenths));
    expect(drawn.some((ms) => ms > 1_000)).toBe(true);
  });

  it('are the same for the same seed and the same lengths', () => {
    const three = (seed: number): number[] => {
      const made = moments(seed, [500]);
      return [made.next(), made.next(), made.next()];
    };
    expect(three(3)).toEqual(three(3));
    expect(three(3)).not.toEqual(three(4));
  });

  it('follow a machine that gets slower', () => {
    const made = moments(1, [100, 100, 100]);
    for (let run = 0; run < 9; run += 1) made.learn(900);
    expect(made.lengthMs).toBe(900);
  });
});
