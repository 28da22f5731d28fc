import type { LockReason } from '../../../shared/domain/session.ts';
import { Stopwatch, type Clocks } from './stopwatch.ts';

/** How often the clocks are looked at: a laptop that slept past a limit locks this soon after it wakes. */
const LOOK_EVERY_MS = 2_000;

/** NIST SP 800-63B section 4.2.3 (AAL2): authenticate again every 12 hours, whatever the activity. */
export const PASSWORD_LIFETIME_MS = 12 * 3_600_000;

export interface TimeLimitsOptions {
  readonly idleLockMs: number;
  readonly clocks: Clocks;
  /** Called once; the limits have stopped. */
  readonly onReached: (reason: Extract<LockReason, 'idle' | 'time-limit'>) => void;
}

/** Ends an open desk when nobody has touched keyboard or mouse for a while, and when the password is half a day old. */
export class TimeLimits {
  readonly #timer: NodeJS.Timeout;
  readonly #sinceTouch: Stopwatch;
  readonly #sincePassword: Stopwatch;

  constructor({ idleLockMs, clocks, onReached }: TimeLimitsOptions) {
    this.#sinceTouch = new Stopwatch(clocks);
    this.#sincePassword = new Stopwatch(clocks);
    this.#timer = setInterval(() => {
      const idle = this.#sinceTouch.elapsedMs >= idleLockMs;
      if (!idle && this.passwordAgeMs < PASSWORD_LIFETIME_MS) return;
      this.stop();
      onReached(idle ? 'idle' : 'time-limit');
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** How long ago the password was given, in ms. */
  get passwordAgeMs(): number {
    return this.#sincePassword.elapsedMs;
  }

  touched(): void {
    this.#sinceTouch.restart();
  }

  passwordGiven(): void {
    this.#sincePassword.restart();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
