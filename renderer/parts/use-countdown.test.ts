import { expect, it } from 'vitest';
import { deadlineOf } from './use-countdown.ts';

it('counts from the first look, wherever else the same failure is shown later', () => {
  const failure = { code: 'auth/too-many-attempts', detail: { retryAfterMs: 30_000 } } as const;
  expect(deadlineOf(failure, 1000)).toBe(31_000);
  expect(deadlineOf(failure, 9000)).toBe(31_000);
});

it('is over at once where the failure names no time', () => {
  expect(deadlineOf({ code: 'pool/failed' }, 1000)).toBe(0);
});
