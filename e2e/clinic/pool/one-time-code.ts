import { Secret, TOTP } from 'otpauth';
import type { Clock } from '../clock.ts';

const PERIOD_S = 30;
/** How long one code is shown. */
export const CODE_PERIOD_MS = PERIOD_S * 1000;
/** Cognito accepts the neighbouring steps too, for authenticators whose clock is a little off. */
const WINDOW_STEPS = 1;

/** Result of a check: right, wrong, or right but spent. */
export type CodeVerdict = 'accepted' | 'mismatch' | 'already-used';

function authenticator(secret: string): TOTP {
  return new TOTP({ algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret: Secret.fromBase32(secret) });
}

/** The code of the step that holds `nowMs`, and the seconds until the next (RFC 6238 with Cognito's parameters). */
export function currentCode(
  secret: string,
  nowMs: number,
): { readonly code: string; readonly secondsLeft: number } {
  return {
    code: authenticator(secret).generate({ timestamp: nowMs }),
    secondsLeft: PERIOD_S - (Math.floor(nowMs / 1000) % PERIOD_S),
  };
}

/** Checks one-time codes; each step's code works once per person (RFC 6238 §5.2). */
export class OneTimeCodes {
  readonly #clock: Clock;
  readonly #spent = new Map<string, Set<number>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Checks `code` for `sub` and, if right, spends it. */
  check(sub: string, secret: string, code: string): CodeVerdict {
    const nowMs = this.#clock.now();
    const delta = authenticator(secret).validate({ token: code, timestamp: nowMs, window: WINDOW_STEPS });
    if (delta === null) return 'mismatch';
    const step = Math.floor(nowMs / 1000 / PERIOD_S) + delta;
    const spent = this.#spent.get(sub) ?? new Set<number>();
    if (spent.has(step)) return 'already-used';
    this.#spent.set(
      sub,
      new Set([...spent].filter((old) => Math.abs(old - step) <= 2 * WINDOW_STEPS).concat(step)),
    );
    return 'accepted';
  }

  /** True if the code of the current step was spent. */
  isCurrentSpent(sub: string): boolean {
    return this.#spent.get(sub)?.has(Math.floor(this.#clock.now() / 1000 / PERIOD_S)) ?? false;
  }
}
