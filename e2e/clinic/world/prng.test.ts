import { describe, expect, it } from 'vitest';
import { createPrng } from './prng.ts';

describe('the seeded generator', () => {
  it('repeats itself for a seed and differs between seeds and forks', () => {
    const draw = (seed: string): number[] => {
      const prng = createPrng(seed);
      return Array.from({ length: 20 }, () => prng.uint32());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(createPrng('a').fork('x').uuid()).toBe(createPrng('a').fork('x').uuid());
    expect(createPrng('a').fork('x').uuid()).not.toBe(createPrng('a').fork('y').uuid());
  });

  it('does not let a draw disturb a fork', () => {
    const prng = createPrng('a');
    prng.unit();
    expect(prng.fork('x').uint32()).toBe(createPrng('a').fork('x').uint32());
  });

  it('spreads evenly', () => {
    const prng = createPrng('even');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 100_000; i += 1) {
      const bucket = prng.int(0, 9);
      counts[bucket] = counts[bucket]! + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('draws UUIDs of version 4 shape and samples without repeats', () => {
    const prng = createPrng('ids');
    for (let i = 0; i < 1000; i += 1) {
      expect(prng.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    }
    expect(new Set(prng.sample([1, 2, 3, 4, 5], 5)).size).toBe(5);
    expect(prng.sample([1, 2], 9)).toHaveLength(2);
    expect(() => prng.pick([])).toThrow(RangeError);
  });
});
