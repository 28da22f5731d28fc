import { describe, expect, it } from 'vitest';
import { duration, readPlaywright, readVitest, single, sum, tallyOf, totalLine } from './tally.mjs';

const vitest = (passed: number, failed: number, pending = 0): string =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
  });
const playwright = (expected: number, unexpected: number, flaky: number, skipped: number): string =>
  JSON.stringify({ stats: { expected, unexpected, flaky, skipped } });

describe('tallyOf', () => {
  it.each([
    ['all passed', vitest(3, 0, 1), 0, { passed: 3, failed: 0, skipped: 1 }],
    ['some failed', vitest(3, 2), 1, { passed: 3, failed: 2, skipped: 0 }],
    ['all passed and yet an error escaped', vitest(3, 0), 1, { passed: 3, failed: 1, skipped: 0 }],
    ['no test at all', vitest(0, 0), 0, { passed: 0, failed: 1, skipped: 0 }],
    ['only skipped ones', vitest(0, 0, 4), 0, { passed: 0, failed: 1, skipped: 4 }],
    ['no report', undefined, 0, { passed: 0, failed: 1, skipped: 0 }],
    ['half a report', '{"numPassed', 137, { passed: 0, failed: 1, skipped: 0 }],
    ['a report of another shape', '{"tests": 12}', 0, { passed: 0, failed: 1, skipped: 0 }],
    ['null', 'null', 0, { passed: 0, failed: 1, skipped: 0 }],
  ])('vitest: %s', (_what, report, code, tally) => {
    expect(tallyOf(report, code, readVitest)).toEqual(tally);
  });

  it.each([
    ['all as expected', playwright(5, 0, 0, 1), 0, { passed: 5, failed: 0, skipped: 1 }],
    [
      'a flaky one failed once, so it failed',
      playwright(4, 0, 1, 0),
      0,
      { passed: 4, failed: 1, skipped: 0 },
    ],
    ['a crash before the end', playwright(4, 0, 0, 0), 1, { passed: 4, failed: 1, skipped: 0 }],
  ])('playwright: %s', (_what, report, code, tally) => {
    expect(tallyOf(report, code, readPlaywright)).toEqual(tally);
  });
});

describe('the last line', () => {
  it('counts', () => {
    const total = sum([single(true), single(false), { passed: 10, failed: 0, skipped: 2 }]);
    expect(totalLine(total, 192_000)).toBe('TOTAL 11 passed, 1 failed, 2 skipped (3m12s)');
  });
  it.each([
    [400, '0s'],
    [59_400, '59s'],
    [59_600, '1m00s'],
    [3_600_000, '60m00s'],
  ])('%i ms is %s', (elapsedMs, words) => {
    expect(duration(elapsedMs)).toBe(words);
  });
});
