import { describe, expect, it } from 'vitest';
import { createFixedClock } from '../clock.ts';
import { CODE_PERIOD_MS, currentCode, OneTimeCodes } from './one-time-code.ts';

/** "12345678901234567890", the secret of RFC 6238 appendix B. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('one-time codes', () => {
  it.each([
    [59_000, '287082'],
    [1_111_111_109_000, '081804'],
    [1_234_567_890_000, '005924'],
    [20_000_000_000_000, '353130'],
  ])('at %i ms are those of RFC 6238 appendix B, shortened to six digits', (nowMs, code) => {
    expect(currentCode(SECRET, nowMs).code).toBe(code);
  });

  it('count down to the next step', () => {
    expect(currentCode(SECRET, 0).secondsLeft).toBe(30);
    expect(currentCode(SECRET, 29_999).secondsLeft).toBe(1);
  });

  it('work one step early and one late, and no further', () => {
    const middle = 10_000 * CODE_PERIOD_MS;
    const { code } = currentCode(SECRET, middle);
    const verdictAt = (nowMs: number): string =>
      new OneTimeCodes(createFixedClock(nowMs)).check('s', SECRET, code);
    expect([-2, -1, 0, 1, 2].map((steps) => verdictAt(middle + steps * CODE_PERIOD_MS))).toEqual([
      'mismatch',
      'accepted',
      'accepted',
      'accepted',
      'mismatch',
    ]);
  });

  it('work once each, for one person, also where an early one comes after a late one', () => {
    const clock = createFixedClock(10_000 * CODE_PERIOD_MS);
    const codes = new OneTimeCodes(clock);
    const now = currentCode(SECRET, clock.now()).code;
    const next = currentCode(SECRET, clock.now() + CODE_PERIOD_MS).code;
    expect(codes.check('ruth', SECRET, next)).toBe('accepted');
    expect(codes.check('ruth', SECRET, now)).toBe('accepted');
    expect(codes.isCurrentSpent('ruth')).toBe(true);
    expect(codes.check('owen', SECRET, now)).toBe('accepted');
    clock.advance(CODE_PERIOD_MS);
    expect(codes.check('ruth', SECRET, next)).toBe('already-used');
    expect(codes.check('ruth', SECRET, now)).toBe('already-used');
  });
});
