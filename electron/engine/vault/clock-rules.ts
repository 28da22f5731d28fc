import { AppError } from '../../../shared/errors.ts';

// The latest time seen is a reading of this computer's own clock, not of the pool's: a clock that is always a little slow
// must not look like one that was put back. A clock that was far ahead by mistake leaves a latest time far ahead; the next
// online sign-in sets it back, and so is the way out. The last online time is the earlier of both clocks: being ahead
// does not stretch the offline days.

/** How long the vault opens without the pool after the last online sign-in. */
export const OFFLINE_LIMIT_MS = 72 * 3600_000;
/** A clock may be this much behind what was seen before: time servers correct small errors. */
export const ROLL_BACK_TOLERANCE_MS = 5 * 60_000;
export const KEK_LIFETIME_MS = 24 * 3600_000;
/** How often the latest time seen is written while the vault is open. */
export const SEEN_STEP_MS = 60_000;

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
}

export interface SeenTimes {
  readonly lastOnlineAtMs: number;
  readonly lastSeenAtMs: number;
}

/**
 * May the vault open without the pool now?
 *
 * @throws `vault/clock-rolled-back` or `vault/offline-expired`; an online sign-in is the way out of both
 */
export function checkOffline(times: SeenTimes, nowMs: number): void {
  if (nowMs < times.lastSeenAtMs - ROLL_BACK_TOLERANCE_MS) {
    throw new AppError(
      'vault/clock-rolled-back',
      'The clock of this computer is behind the last time it was seen.',
      {
        detail: { behindMs: times.lastSeenAtMs - nowMs },
      },
    );
  }
  if (nowMs - times.lastOnlineAtMs > OFFLINE_LIMIT_MS) {
    throw new AppError(
      'vault/offline-expired',
      'The last online sign-in is too long ago to open the vault offline.',
      {
        detail: { limitMs: OFFLINE_LIMIT_MS, sinceMs: nowMs - times.lastOnlineAtMs },
      },
    );
  }
}

/** Is the KEK due? Also if it was made under a clock far ahead, which would put renewal off for as long. */
export function kekIsDue(kekCreatedAtMs: number, nowMs: number): boolean {
  return nowMs - kekCreatedAtMs >= KEK_LIFETIME_MS || kekCreatedAtMs - nowMs > ROLL_BACK_TOLERANCE_MS;
}
