import type { Clock } from '../clock.ts';

const FREE_ATTEMPTS = 5;
const MAX_LOCK_MS = 15 * 60_000;
const QUIET_RESET_MS = 15 * 60_000;

interface Record {
  failures: number;
  lockedUntilMs: number;
  lastAttemptMs: number;
}

/**
 * Cognito's lock-out: from the fifth failure n on, the account is locked for 2^(n−5) seconds, at most about 15 minutes;
 * attempts made while it is locked do not count; a success, or 15 quiet minutes, forgets all (Cognito developer guide,
 * "Lockout behavior for failed sign-in attempts").
 */
export class Attempts {
  readonly #clock: Clock;
  readonly #records = new Map<string, Record>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while `account` is locked. Unknown accounts lock alike, or the lock would tell which exist. */
  isLocked(account: string): boolean {
    const record = this.#records.get(account);
    return record !== undefined && this.#clock.now() < record.lockedUntilMs;
  }

  /** Counts one failure. */
  failed(account: string): void {
    const nowMs = this.#clock.now();
    const known = this.#records.get(account);
    const record =
      known && nowMs - known.lastAttemptMs < QUIET_RESET_MS
        ? known
        : { failures: 0, lockedUntilMs: 0, lastAttemptMs: nowMs };
    record.failures += 1;
    record.lastAttemptMs = nowMs;
    if (record.failures >= FREE_ATTEMPTS) {
      record.lockedUntilMs = nowMs + Math.min(1000 * 2 ** (record.failures - FREE_ATTEMPTS), MAX_LOCK_MS);
    }
    this.#records.set(account, record);
  }

  /** Forgets the failures of `account`. */
  succeeded(account: string): void {
    this.#records.delete(account);
  }
}
