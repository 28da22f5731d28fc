import { useSyncExternalStore } from 'react';
import type { Failure } from '../errors/failure.ts';
import { retryAfterMs } from '../errors/words.ts';

/** When a failure was first looked at, so that every place that shows it counts to the same end. */
const deadlines = new WeakMap<Failure, number>();

/** The moment (ms since the epoch) from which a failure allows another attempt; 0 where it names none. */
export function deadlineOf(failure: Failure, nowMs: number): number {
  const known = deadlines.get(failure);
  if (known !== undefined) return known;
  const waitMs = retryAfterMs(failure);
  const deadline = waitMs === null ? 0 : nowMs + waitMs;
  deadlines.set(failure, deadline);
  return deadline;
}

/** How long this failure still asks to wait, in ms. */
export function useCountdown(failure: Failure | null): number {
  const now = useNow();
  return failure === null ? 0 : Math.max(0, deadlineOf(failure, now) - now);
}

function everySecond(listener: () => void): () => void {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

/** The time in whole seconds (as ms), kept up to date. For pages that count down; not for tables. */
export function useNow(): number {
  return useSyncExternalStore(everySecond, () => Math.floor(Date.now() / 1000) * 1000);
}
