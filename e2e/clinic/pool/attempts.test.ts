import { expect, it } from 'vitest';
import { createFixedClock } from '../clock.ts';
import { Attempts } from './attempts.ts';

function failTimes(attempts: Attempts, times: number): void {
  for (let i = 0; i < times; i += 1) attempts.failed('ruth');
}

it('locks for one second at the fifth failure, and doubles with each further one', () => {
  const clock = createFixedClock(0);
  const attempts = new Attempts(clock);
  failTimes(attempts, 4);
  expect(attempts.isLocked('ruth')).toBe(false);
  for (const lockMs of [1000, 2000, 4000, 8000]) {
    attempts.failed('ruth');
    clock.advance(lockMs - 1);
    expect(attempts.isLocked('ruth')).toBe(true);
    clock.advance(1);
    expect(attempts.isLocked('ruth')).toBe(false);
  }
});

it('locks for 15 minutes at most', () => {
  const clock = createFixedClock(0);
  const attempts = new Attempts(clock);
  failTimes(attempts, 40);
  clock.advance(15 * 60_000 - 1);
  expect(attempts.isLocked('ruth')).toBe(true);
  clock.advance(1);
  expect(attempts.isLocked('ruth')).toBe(false);
});

it('forgets after a success and after 15 quiet minutes, and knows one account from another', () => {
  const clock = createFixedClock(0);
  const attempts = new Attempts(clock);
  failTimes(attempts, 5);
  expect(attempts.isLocked('owen')).toBe(false);
  attempts.succeeded('ruth');
  expect(attempts.isLocked('ruth')).toBe(false);
  failTimes(attempts, 4);
  clock.advance(15 * 60_000);
  attempts.failed('ruth');
  expect(attempts.isLocked('ruth')).toBe(false);
});
