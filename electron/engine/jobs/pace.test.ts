import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateEndMs, withSample, type Sample } from './pace.ts';

const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 0, max: 10 ** 9 })), {
  minLength: 1,
  maxLength: 60,
});
const samplesOf = (list: readonly (readonly [number, number])[]): Sample[] => {
  let [atMs, done] = [1_000, 0];
  return list.map(([ms, more]) => ({ atMs: (atMs += ms), done: (done += more) }));
};
const kept = (all: readonly Sample[]): readonly Sample[] =>
  all.reduce<readonly Sample[]>((samples, sample) => withSample(samples, sample), []);

describe('the pace of the last minute', () => {
  it('is what an even pace says', () => {
    const samples = kept(
      Array.from({ length: 50 }, (_, index) => ({ atMs: index * 1_000, done: index * 10 })),
    );
    expect(estimateEndMs(samples, 1_000)).toBe(49_000 + (1_000 - 490) * 100);
  });

  it('forgets how fast it was before', () => {
    const fast = Array.from({ length: 10 }, (_, index) => ({ atMs: index * 1_000, done: index * 1_000_000 }));
    const slow = Array.from({ length: 90 }, (_, index) => ({
      atMs: 10_000 + index * 1_000,
      done: 9_000_000 + index,
    }));
    expect(estimateEndMs(kept([...fast, ...slow]), 9_000_089 + 60)).toBe(99_000 + 60_000);
  });

  it('says nothing without a total, a pace, or time enough', () => {
    expect(estimateEndMs([], 5)).toBeNull();
    expect(estimateEndMs(kept([{ atMs: 0, done: 0 }]), 5)).toBeNull();
    expect(
      estimateEndMs(
        kept([
          { atMs: 0, done: 0 },
          { atMs: 1_000, done: 3 },
        ]),
        5,
      ),
    ).toBeNull();
    expect(
      estimateEndMs(
        kept([
          { atMs: 0, done: 3 },
          { atMs: 9_000, done: 3 },
        ]),
        5,
      ),
    ).toBeNull();
    expect(
      estimateEndMs(
        kept([
          { atMs: 0, done: 0 },
          { atMs: 9_000, done: 3 },
        ]),
        null,
      ),
    ).toBeNull();
  });

  it('keeps a minute and one sample before it, and never estimates the past', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const samples = kept(samplesOf(list));
        const last = samples.at(-1)!;
        expect(samples.filter(({ atMs }) => atMs < last.atMs - 60_000).length).toBeLessThanOrEqual(1);
        expect(estimateEndMs(samples, last.done + 7) ?? last.atMs).toBeGreaterThanOrEqual(last.atMs);
      }),
    );
  });
});
